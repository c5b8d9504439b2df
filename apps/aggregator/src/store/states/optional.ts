/** What is not told stays apart from 0, in columns that know no null: 0 is 0, 1 is "not told", all else is one more than it was. */
const LARGEST = Number.MAX_SAFE_INTEGER - 1;

/** Packs a number that may be untold. Zeros stay zeros, since those cost nothing. */
export function packOptional(value: number | null): number {
  if (value === null) return 1;
  const whole = Math.min(Math.round(value), LARGEST);
  return whole === 0 ? 0 : whole + 1;
}

/** The inverse of {@link packOptional}. */
export function unpackOptional(packed: number): number | null {
  if (packed === 1) return null;
  return packed === 0 ? 0 : packed - 1;
}
