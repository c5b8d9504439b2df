/** What is wrong with one field of a form, and what to do, as the API tells it: `must be …`. */
export interface FieldRefusal {
  readonly field: string;
  readonly reason: string;
}

/** What is wrong with a field or a part of it, as sentences that begin with its label. */
export function reasonsFor(refusals: readonly FieldRefusal[], field: string, label: string): string[] {
  return refusals
    .filter((refusal) => isOf(refusal.field, field))
    .map((refusal) => {
      const part = refusal.field.slice(field.length).replace(/^\./, '');
      return `${label}${part && ` (${part})`} ${refusal.reason}.`;
    });
}

/** What is wrong with what has no field in the form: it is told at its end. */
export function restOf(refusals: readonly FieldRefusal[], fields: readonly string[]): FieldRefusal[] {
  return refusals.filter((refusal) => !fields.some((field) => isOf(refusal.field, field)));
}

function isOf(name: string, field: string): boolean {
  return name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`);
}
