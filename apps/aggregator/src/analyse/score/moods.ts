import { CALM, DAILY, SURPRISE, UNREST } from './parts.js';
import { type Rarities, SMOOTH_FROM_ROWS } from './rarities.js';
import { RecentExtremes } from './recent-extremes.js';
import { type StateMemory } from './state-memory.js';
import { type Step } from './step.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNREST_MS = 6 * HOUR_MS;
const CALM_MS = 2 * HOUR_MS;
/** What is smoothed over fewer rows would be single rows again. */
const LEAST_ROWS = 12;
const BLOCKS = 12;
/** How fast the usual change is learnt, by rows. */
const USUAL_SHARE = 0.0005;
/** Changes below this share of the usual one are none. */
const NO_CHANGE_SHARE = 1e-3;

/** Places in the numbers that are kept. */
const UNREST_LEVEL = 0;
const CHANGE = 1;
const USUAL_CHANGE = 2;
const LAST = 3;

/** What no row tells alone: many that are each but a little rare, and none that changes where many did. */
export class Moods {
  readonly #kept: Float64Array;
  readonly #rarities: Rarities;
  readonly #step: Step;
  readonly #unrest: RecentExtremes;
  readonly #calm: RecentExtremes;

  constructor(memory: StateMemory, rarities: Rarities, step: Step) {
    this.#kept = memory.doubles(4);
    this.#kept[LAST] = NaN;
    this.#rarities = rarities;
    this.#step = step;
    this.#unrest = new RecentExtremes(memory, DAY_MS, BLOCKS);
    this.#calm = new RecentExtremes(memory, DAY_MS, BLOCKS);
  }

  /** After the parts that it adds up. */
  compare(atMs: number, value: number): void {
    this.#compareUnrest(atMs);
    this.#compareCalm(atMs, value);
  }

  #compareUnrest(atMs: number): void {
    const said = this.#rarities.said;
    const before = this.#kept[UNREST_LEVEL] ?? 0;
    const now = (said[SURPRISE] ?? 0) + (said[DAILY] ?? 0);
    const unrest = before + this.#step.shareOf(UNREST_MS, LEAST_ROWS) * (now - before);
    this.#kept[UNREST_LEVEL] = unrest;
    if (this.#rarities.rows < SMOOTH_FROM_ROWS) return this.#rarities.silence(UNREST);
    this.#rarities.sayBeyond(UNREST, unrest, this.#unrest.excessAbove(atMs, unrest));
  }

  #compareCalm(atMs: number, value: number): void {
    const kept = this.#kept;
    const last = kept[LAST] ?? NaN;
    const change = last === last ? Math.abs(value - last) : 0;
    kept[LAST] = value;
    const first = 1 / (this.#rarities.rows + 1);
    const recent = this.#follow(CHANGE, change, Math.max(first, this.#step.shareOf(CALM_MS, LEAST_ROWS)));
    const usual = this.#follow(USUAL_CHANGE, change, Math.max(first, USUAL_SHARE));
    if (this.#rarities.rows < SMOOTH_FROM_ROWS || usual === 0) return this.#rarities.silence(CALM);
    const calm = 1 / (recent + NO_CHANGE_SHARE * usual);
    this.#rarities.sayBeyond(CALM, calm, this.#calm.excessAbove(atMs, calm));
  }

  #follow(place: number, value: number, share: number): number {
    const before = this.#kept[place] ?? 0;
    const followed = before + share * (value - before);
    this.#kept[place] = followed;
    return followed;
  }
}
