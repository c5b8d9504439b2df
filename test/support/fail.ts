/** Where an expression must have a value, and has none. */
export function fail(reason: string): never {
  throw new Error(reason);
}
