import { type StateMemory } from './state-memory.js';

/** What the next value is foretold from. */
export const INPUTS = 6;
const PAIRS = (INPUTS * (INPUTS + 1)) / 2;
/** What a row counts after one more has come: half after 1,400. */
const KEPT_SHARE = 0.9995;
/** Coefficients are worked out anew every so many rows, and at first with each. */
const SOLVED_EVERY_ROWS = 16;
const FIRST_ROWS = 64;
/** Keeps coefficients small where inputs say the same. */
const RIDGE = 1e-3;

/** Places in the numbers that are kept. */
const ROWS = 0;
const SUMS = 1;
const TARGETS = SUMS + PAIRS;
const COEFFICIENTS = TARGETS + INPUTS;

const pair = (row: number, column: number): number => (row * (row + 1)) / 2 + column;

/** Least squares of a value on a few inputs, the newest rows counting most. */
export class Autoregression {
  /** To be filled in before `predict` and `learn`. */
  readonly inputs = new Float64Array(INPUTS);
  readonly #kept: Float64Array;
  readonly #factor = new Float64Array(PAIRS);

  constructor(memory: StateMemory) {
    this.#kept = memory.doubles(COEFFICIENTS + INPUTS);
  }

  predict(): number {
    let sum = 0;
    for (let each = 0; each < INPUTS; each++) sum += (this.#kept[COEFFICIENTS + each] ?? 0) * (this.inputs[each] ?? 0);
    return sum;
  }

  /** Takes in what became of the inputs; a weight below one lets what was far off count less. */
  learn(target: number, weight: number): void {
    const kept = this.#kept;
    for (let row = 0; row < INPUTS; row++) {
      const input = weight * (this.inputs[row] ?? 0);
      for (let column = 0; column <= row; column++) {
        const place = SUMS + pair(row, column);
        kept[place] = (kept[place] ?? 0) * KEPT_SHARE + input * (this.inputs[column] ?? 0);
      }
      kept[TARGETS + row] = (kept[TARGETS + row] ?? 0) * KEPT_SHARE + input * target;
    }
    const rows = (kept[ROWS] ?? 0) + 1;
    kept[ROWS] = rows;
    if (rows < FIRST_ROWS || rows % SOLVED_EVERY_ROWS === 0) this.#solve();
  }

  #solve(): void {
    this.#factorise();
    const kept = this.#kept;
    const factor = this.#factor;
    for (let row = 0; row < INPUTS; row++) {
      let sum = kept[TARGETS + row] ?? 0;
      for (let column = 0; column < row; column++)
        sum -= (factor[pair(row, column)] ?? 0) * (kept[COEFFICIENTS + column] ?? 0);
      kept[COEFFICIENTS + row] = sum / (factor[pair(row, row)] ?? 1);
    }
    for (let row = INPUTS - 1; row >= 0; row--) {
      let sum = kept[COEFFICIENTS + row] ?? 0;
      for (let later = row + 1; later < INPUTS; later++)
        sum -= (factor[pair(later, row)] ?? 0) * (kept[COEFFICIENTS + later] ?? 0);
      kept[COEFFICIENTS + row] = sum / (factor[pair(row, row)] ?? 1);
    }
  }

  /** Cholesky's lower triangle of the sums. */
  #factorise(): void {
    const kept = this.#kept;
    const factor = this.#factor;
    let trace = 0;
    for (let row = 0; row < INPUTS; row++) trace += kept[SUMS + pair(row, row)] ?? 0;
    const ridge = (RIDGE * trace) / INPUTS + Number.MIN_VALUE;
    for (let row = 0; row < INPUTS; row++) {
      for (let column = 0; column <= row; column++) {
        let sum = (kept[SUMS + pair(row, column)] ?? 0) + (row === column ? ridge : 0);
        for (let each = 0; each < column; each++)
          sum -= (factor[pair(row, each)] ?? 0) * (factor[pair(column, each)] ?? 0);
        factor[pair(row, column)] =
          row === column ? Math.sqrt(Math.max(sum, ridge)) : sum / (factor[pair(column, column)] ?? 1);
      }
    }
  }
}
