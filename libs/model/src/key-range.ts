/** Keys from `from` on, and before `to`; null = without an end. In the order of `compareKeys`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string | null;
}

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
const AFTER_ALL = 0x10000;

/** Orders texts by code point, as PostgreSQL does by the collation "C"; JavaScript's own order differs beyond U+D7FF. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Whether a key lies in a range; no range holds none. */
export function isInRange(key: string, range: KeyRange | null): boolean {
  if (range === null || compareKeys(key, range.from) < 0) return false;
  return range.to === null || compareKeys(key, range.to) < 0;
}

/** Halves of characters beyond 16 bits come after all that fit. */
function rank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE ? unit + AFTER_ALL : unit;
}
