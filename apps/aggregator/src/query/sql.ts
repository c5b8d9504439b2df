/** A statement in the making: text is written by us alone, and every value that came from outside is a parameter. */
export class Statement {
  readonly values: unknown[] = [];

  /** Keeps a value and answers its place, such as `$3::text[]`. */
  place(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }
}

/** Conditions that must all hold; none = true. */
export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.map((each) => `(${each})`).join(' AND ');
}

/** Conditions of which one must hold. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.map((each) => `(${each})`).join(' OR ');
}
