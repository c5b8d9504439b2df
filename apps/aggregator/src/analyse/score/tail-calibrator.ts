import { type StateMemory } from './state-memory.js';

const BINS = 40;
/** Bins from one value to its double: a bin is 41 % wide, finer than what a rank among rows can tell. */
const BINS_PER_OCTAVE = 2;
/** The bin of the first value: bins move up as soon as one is more than a hundred times as large. */
const FIRST_BIN = 26;
/** So many rows are remembered before older ones begin to count half. */
const REMEMBERED_ROWS = 1_000_000;
/** Before so many rows nothing is surprising. */
const FEWEST_ROWS = 20;

/** Places in the numbers that are kept. */
const ROWS = 0;
const BASE = 1;

/**
 * How rare is a value this large among all that were seen? A histogram on a logarithmic scale, which moves up with the largest value,
 * so that neither unit nor range need be known beforehand.
 */
export class TailCalibrator {
  /** How many rows were at least as large as the newest. */
  above = Infinity;
  readonly #counts: Float32Array;
  readonly #kept: Float64Array;

  constructor(memory: StateMemory) {
    this.#kept = memory.doubles(2);
    this.#counts = memory.singles(BINS);
    this.#kept[BASE] = NaN;
  }

  /** -log10 of the share of rows that were at least as large; zero for what is not above zero. The value then counts as seen. */
  rarity(value: number): number {
    const rows = this.#kept[ROWS] ?? 0;
    const position = value > 0 && value < Infinity ? Math.log2(value) * BINS_PER_OCTAVE : NaN;
    this.above = position === position && rows >= FEWEST_ROWS ? this.#countAbove(position) : rows;
    const rarity = this.above < rows ? Math.log10((rows + 1) / (this.above + 0.5)) : 0;
    this.#count(position);
    return rarity;
  }

  #countAbove(position: number): number {
    const base = this.#kept[BASE] ?? NaN;
    // Nothing but zeros so far.
    if (base !== base) return 0;
    const from = position - base;
    if (from < 0) return this.#kept[ROWS] ?? 0;
    const counts = this.#counts;
    const bin = Math.floor(from);
    let above = 0;
    for (let each = BINS - 1; each > bin; each--) above += counts[each] ?? 0;
    return bin < BINS ? above + (counts[bin] ?? 0) * (1 - from + bin) : above;
  }

  #count(position: number): void {
    const kept = this.#kept;
    kept[ROWS] = (kept[ROWS] ?? 0) + 1;
    if (position === position) {
      const bin = this.#binOf(position);
      this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    }
    if ((kept[ROWS] ?? 0) > REMEMBERED_ROWS) this.#forgetHalf();
  }

  #binOf(position: number): number {
    const kept = this.#kept;
    const floor = Math.floor(position);
    if (kept[BASE] !== kept[BASE]) kept[BASE] = floor - FIRST_BIN;
    const bin = floor - (kept[BASE] ?? 0);
    if (bin < BINS) return Math.max(bin, 0);
    this.#moveUp(bin - BINS + 1);
    return BINS - 1;
  }

  /** What falls off at the lower end is counted in the lowest bin. */
  #moveUp(by: number): void {
    const counts = this.#counts;
    const fallen = Math.min(by, BINS - 1);
    let lowest = 0;
    for (let each = 0; each <= fallen; each++) lowest += counts[each] ?? 0;
    counts.copyWithin(0, fallen);
    counts.fill(0, BINS - fallen);
    counts[0] = lowest;
    this.#kept[BASE] = (this.#kept[BASE] ?? 0) + by;
  }

  #forgetHalf(): void {
    const counts = this.#counts;
    for (let each = 0; each < BINS; each++) counts[each] = (counts[each] ?? 0) / 2;
    this.#kept[ROWS] = (this.#kept[ROWS] ?? 0) / 2;
  }
}
