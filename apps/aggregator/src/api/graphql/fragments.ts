import type { SelectionSetNode, ValidationContext } from 'graphql';

/**
 * Measures fragments by name, each once: fragments that spread others twice would else take twice as long with each
 * further one. One that is unknown, or that spreads itself (another rule's business), counts 0, so that nothing loops.
 */
export function fragmentMeasure(
  context: ValidationContext,
  measure: (set: SelectionSetNode) => number,
): (name: string) => number {
  const measured = new Map<string, number>();
  return (name) => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, 0);
    const fragment = context.getFragment(name);
    const result = fragment ? measure(fragment.selectionSet) : 0;
    measured.set(name, result);
    return result;
  };
}
