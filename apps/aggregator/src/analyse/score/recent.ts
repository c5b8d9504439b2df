import { type StateMemory } from './state-memory.js';

/** A surprise is forgotten to a third in three hours, or after so many rows. */
const FADES_MS = 3 * 3_600_000;
const FADES_ROWS = 180;
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
    const faded = (this.#kept[0] ?? 0) * Math.exp(-Math.max(passedMs > 0 ? passedMs / FADES_MS : 0, 1 / FADES_ROWS));
    this.#kept[0] = Math.max(surprise, faded);
    return Math.max(0, surprise - HELD_AGAINST * faded);
  }
}
