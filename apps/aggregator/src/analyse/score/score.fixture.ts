const DAY_MS = 86_400_000;

/** Chance that can be repeated: Mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Row {
  readonly atMs: number;
  readonly value: number;
}

/** A day's wave with noise, and what is put upon single rows. */
export function wave(rows: number, stepMs: number, seed: number, put: ReadonlyMap<number, number> = new Map()): Row[] {
  const random = chance(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: rows }, (_, row) => {
    const atMs = Date.UTC(2026, 0, 5) + row * stepMs;
    const level = 1e6 * (1 + 0.5 * Math.sin((2 * Math.PI * atMs) / DAY_MS));
    return { atMs, value: level + 5e4 * normal() + (put.get(row) ?? 0) };
  });
}
