import { type StateMemory } from './state-memory.js';

/** How a cycle is cut into bins, and how fast a bin follows what changes. */
export interface Cycle {
  readonly periodMs: number;
  readonly bins: number;
  /** A bin's new mean counts at least this much. */
  readonly leastWeight: number;
}

/** Places in the numbers that are kept. */
const STARTED_AT = 0;
const OPEN_BIN = 1;
const OPEN_SUM = 2;
const OPEN_ROWS = 3;

/**
 * The mean of each part of a cycle, as a day or a week. A part is learnt when it is over, so that no row is compared with itself.
 * Unknown until a whole cycle has passed.
 */
export class CycleProfile {
  readonly #cycle: Cycle;
  readonly #means: Float32Array;
  readonly #kept: Float64Array;

  constructor(memory: StateMemory, cycle: Cycle) {
    this.#cycle = cycle;
    this.#kept = memory.doubles(4);
    this.#means = memory.singles(cycle.bins);
    this.#kept[STARTED_AT] = NaN;
    this.#kept[OPEN_BIN] = NaN;
    this.#means.fill(NaN);
  }

  /** What other rounds had at this time, between the two bins around it; NaN while unknown. */
  expected(atMs: number): number {
    const { periodMs, bins } = this.#cycle;
    // NaN, too, is not enough.
    if (!(atMs - (this.#kept[STARTED_AT] ?? NaN) >= periodMs)) return NaN;
    const position = ((((atMs % periodMs) + periodMs) % periodMs) / periodMs) * bins - 0.5;
    const before = Math.floor(position);
    const earlier = this.#means[(before + bins) % bins] ?? NaN;
    const later = this.#means[(before + 1) % bins] ?? NaN;
    if (earlier !== earlier) return later;
    return later === later ? earlier + (later - earlier) * (position - before) : earlier;
  }

  /** Takes a row in. */
  learn(atMs: number, value: number): void {
    const { periodMs, bins } = this.#cycle;
    const kept = this.#kept;
    if (kept[STARTED_AT] !== kept[STARTED_AT]) kept[STARTED_AT] = atMs;
    const bin = Math.floor((atMs / periodMs) * bins);
    if (bin !== kept[OPEN_BIN]) this.#close(atMs, bin);
    kept[OPEN_SUM] = (kept[OPEN_SUM] ?? 0) + value;
    kept[OPEN_ROWS] = (kept[OPEN_ROWS] ?? 0) + 1;
  }

  #close(atMs: number, next: number): void {
    const { periodMs, bins, leastWeight } = this.#cycle;
    const kept = this.#kept;
    const rows = kept[OPEN_ROWS] ?? 0;
    if (rows > 0) {
      const mean = (kept[OPEN_SUM] ?? 0) / rows;
      const bin = ((((kept[OPEN_BIN] ?? 0) % bins) + bins) % bins) | 0;
      const known = this.#means[bin] ?? NaN;
      const rounds = Math.floor((atMs - (kept[STARTED_AT] ?? atMs)) / periodMs);
      const weight = Math.max(1 / (rounds + 1), leastWeight);
      this.#means[bin] = known === known ? known + weight * (mean - known) : mean;
    }
    kept[OPEN_BIN] = next;
    kept[OPEN_SUM] = 0;
    kept[OPEN_ROWS] = 0;
  }
}
