import { DAY_RECORD, LEVEL_RECORD, RECORD } from './parts.js';
import { type Rarities, SMOOTH_FROM_ROWS } from './rarities.js';
import { RecentExtremes } from './recent-extremes.js';
import { type StateMemory } from './state-memory.js';
import { type Step } from './step.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Places in the numbers that are kept. */
const LEVEL = 0;
const HIGHEST = 1;
const LOWEST = 2;
const LEVEL_HIGHEST = 3;
const LEVEL_LOWEST = 4;

/** Higher or lower than ever, and than on the last day. */
export class Records {
  readonly #kept: Float64Array;
  readonly #rarities: Rarities;
  readonly #step: Step;
  readonly #lastDay: RecentExtremes;

  constructor(memory: StateMemory, rarities: Rarities, step: Step) {
    this.#kept = memory.doubles(5);
    this.#kept.fill(NaN);
    this.#rarities = rarities;
    this.#step = step;
    this.#lastDay = new RecentExtremes(memory, DAY_MS, 24);
  }

  compare(atMs: number, value: number): void {
    this.#rarities.say(DAY_RECORD, this.#lastDay.excess(atMs, value));
    this.#rarities.say(RECORD, this.#excess(value, HIGHEST, LOWEST));
    const before = this.#kept[LEVEL] ?? NaN;
    const level = before === before ? before + this.#step.shareOf(HOUR_MS) * (value - before) : value;
    this.#kept[LEVEL] = level;
    // While it is young, a level follows its first rows.
    if (this.#rarities.rows <= SMOOTH_FROM_ROWS) this.#kept[LEVEL_HIGHEST] = this.#kept[LEVEL_LOWEST] = level;
    this.#rarities.say(LEVEL_RECORD, this.#excess(level, LEVEL_HIGHEST, LEVEL_LOWEST));
  }

  /** How far it lies outside of what was; that then includes it. */
  #excess(value: number, highestPlace: number, lowestPlace: number): number {
    const kept = this.#kept;
    const highest = kept[highestPlace] ?? NaN;
    const lowest = kept[lowestPlace] ?? NaN;
    // Also where neither is known.
    if (!(highest >= value)) kept[highestPlace] = value;
    if (!(lowest <= value)) kept[lowestPlace] = value;
    return Math.max(value - highest, lowest - value, 0) || 0;
  }
}
