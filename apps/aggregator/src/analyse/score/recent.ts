import { type StateMemory } from './state-memory.js';

/** A surprise is forgotten to a third in three hours; in steps that are short or long, after as many rows as these. */
const FADES_MS = 3 * 3_600_000;
const MOST_ROWS = 180;
const FEWEST_ROWS = 12;
/** What just came counts half against what comes now. */
const HELD_AGAINST = 0.5;

/** Lets what follows a surprise, as the way back from it, be less of one: an event is told once, unless it grows. */
export class Recent {
  /** The largest surprise of late, faded. */
  readonly #kept: Float64Array;

  constructor(memory: StateMemory) {
    this.#kept = memory.doubles(1);
  }

  /** How much a surprise goes beyond those of late. */
  beyond(surprise: number, passedMs: number): number {
    const share = Math.min(Math.max(passedMs / FADES_MS || 0, 1 / MOST_ROWS), 1 / FEWEST_ROWS);
    const faded = (this.#kept[0] ?? 0) * Math.exp(-share);
    this.#kept[0] = Math.max(surprise, faded);
    return Math.max(0, surprise - HELD_AGAINST * faded);
  }
}
