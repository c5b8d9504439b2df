/** How deep in an answer lists must have entries; further down, having none is an answer too (labels, addresses). */
const DEPTH = 3;

/** What of an answer holds nothing, by its path. */
export function emptyParts(answer: unknown, path = 'it', depth = 0): string[] {
  if (answer === null || answer === undefined) return depth <= 1 ? [path] : [];
  if (typeof answer !== 'object') return [];
  if (Array.isArray(answer)) {
    const isEmpty = answer.length === 0 && depth < DEPTH;
    return isEmpty ? [path] : answer.flatMap((each, index) => emptyParts(each, `${path}[${index}]`, depth + 1));
  }
  return Object.entries(answer).flatMap(([name, value]) => {
    const of = `${path}.${name}`;
    // Nothing is wrong with a form that was taken.
    if (name === 'refusals') return [];
    return name === 'columns' ? emptyColumns(value, of) : emptyParts(value, of, depth + 1);
  });
}

/** Columns of which nothing is known. */
function emptyColumns(columns: object, path: string): string[] {
  const isKnown = Object.values(columns)
    .flat()
    .some((value) => value !== null);
  return isKnown ? [] : [path];
}
