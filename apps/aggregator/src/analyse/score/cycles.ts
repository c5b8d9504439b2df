import { CycleProfile } from './cycle-profile.js';
import { DAILY, DAILY_LEVEL, WEEKLY_LEVEL } from './parts.js';
import { type Rarities } from './rarities.js';
import { RecentExtremes } from './recent-extremes.js';
import { type StateMemory } from './state-memory.js';
import { type Step } from './step.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Blocks of the day in which a lasting distance is said once. */
const BLOCKS = 12;

/** Places in the numbers that are kept. */
const DAILY_OFF = 0;
const WEEKLY_OFF = 1;

/** How far a value, and the hours just before it, are from what this time of day and this hour of the week had. */
export class Cycles {
  daily = NaN;
  weekly = NaN;
  readonly #kept: Float64Array;
  readonly #rarities: Rarities;
  readonly #step: Step;
  readonly #day: CycleProfile;
  readonly #week: CycleProfile;
  readonly #dailyOff: RecentExtremes;
  readonly #weeklyOff: RecentExtremes;

  constructor(memory: StateMemory, rarities: Rarities, step: Step) {
    this.#kept = memory.doubles(2);
    this.#rarities = rarities;
    this.#step = step;
    this.#day = new CycleProfile(memory, { periodMs: DAY_MS, bins: 96, leastWeight: 0.15 });
    this.#week = new CycleProfile(memory, { periodMs: 7 * DAY_MS, bins: 168, leastWeight: 0.3 });
    this.#dailyOff = new RecentExtremes(memory, DAY_MS, BLOCKS);
    this.#weeklyOff = new RecentExtremes(memory, DAY_MS, BLOCKS);
  }

  compare(atMs: number, value: number): void {
    this.daily = this.#day.expected(atMs);
    this.weekly = this.#week.expected(atMs);
    this.#compareDaily(atMs, value - this.daily);
    this.#compareWeekly(atMs, value - this.weekly);
    this.#day.learn(atMs, value);
    this.#week.learn(atMs, value);
  }

  #compareDaily(atMs: number, off: number): void {
    if (off !== off) {
      this.#rarities.silence(DAILY);
      this.#rarities.silence(DAILY_LEVEL);
      return;
    }
    this.#rarities.say(DAILY, Math.abs(off));
    const smoothed = this.#smooth(DAILY_OFF, off, HOUR_MS);
    this.#rarities.sayBeyond(DAILY_LEVEL, Math.abs(smoothed), this.#dailyOff.excess(atMs, smoothed));
  }

  #compareWeekly(atMs: number, off: number): void {
    if (off !== off) return this.#rarities.silence(WEEKLY_LEVEL);
    const smoothed = this.#smooth(WEEKLY_OFF, off, 6 * HOUR_MS);
    this.#rarities.sayBeyond(WEEKLY_LEVEL, Math.abs(smoothed), this.#weeklyOff.excess(atMs, smoothed));
  }

  #smooth(place: number, off: number, spanMs: number): number {
    const before = this.#kept[place] ?? 0;
    const smoothed = before + this.#step.shareOf(spanMs) * (off - before);
    this.#kept[place] = smoothed;
    return smoothed;
  }
}
