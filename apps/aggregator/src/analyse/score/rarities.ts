import { FIRST, PARTS } from './parts.js';
import { type StateMemory } from './state-memory.js';
import { TailCalibrator } from './tail-calibrator.js';

/** Until so many rows were seen, nothing is said. */
const FIRST_ROWS = 6;
/** Until so many rows were seen, nothing is said of what is smoothed. */
export const SMOOTH_FROM_ROWS = 50;
/** The first of its size is worth this much; the third nothing. */
const FIRST_WORTH = 0.7;

/** What each part says of the newest row, as -log10 of how many rows were as far off. */
export class Rarities {
  readonly said = new Float64Array(PARTS.length);
  readonly #rows: Float64Array;
  readonly #tails: readonly TailCalibrator[];

  constructor(memory: StateMemory) {
    this.#rows = memory.doubles(1);
    this.#tails = PARTS.slice(0, FIRST).map(() => new TailCalibrator(memory));
  }

  /** How many rows were taken in. */
  get rows(): number {
    return this.#rows[0] ?? 0;
  }

  /** The row is over: it counts. */
  next(): void {
    this.#rows[0] = this.rows + 1;
  }

  say(part: number, distance: number): void {
    const rarity = this.#tails[part]?.rarity(distance) ?? 0;
    this.said[part] = this.rows >= FIRST_ROWS ? rarity : 0;
  }

  /** Says it only where it goes beyond what was of late: what lasts is said once. */
  sayBeyond(part: number, distance: number, excess: number): void {
    this.say(part, distance);
    if (excess === 0) this.said[part] = 0;
  }

  silence(part: number): void {
    this.said[part] = 0;
  }

  /** Says whether these parts had ever been as far off before. */
  sayFirst(parts: readonly number[]): void {
    let first = 0;
    for (const each of parts) {
      const above = this.#tails[each]?.above ?? Infinity;
      first += Math.max(0, FIRST_WORTH - Math.log10(2 * above + 1));
    }
    this.said[FIRST] = this.rows >= SMOOTH_FROM_ROWS ? first : 0;
  }
}
