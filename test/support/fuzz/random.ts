/** Chance that can be repeated: the same seed makes the same choices. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Some of them, in order; at least one. */
  some<T>(from: readonly T[], most?: number): T[];
}

/** Mulberry32: 32 bits of state are enough to try things. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined && from.length === 0) throw new Error('nothing to pick from');
    return picked as T;
  };
  const some = <T>(from: readonly T[], most = 4): T[] => {
    const share = Math.min(1, most / from.length);
    const chosen = from.filter(() => next() < share);
    return chosen.length > 0 ? chosen : [pick(from)];
  };
  return { next, below, chance: (probability) => next() < probability, pick, some };
}
