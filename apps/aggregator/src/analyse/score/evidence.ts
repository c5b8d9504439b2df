import { Autoregression } from './autoregression.js';
import { CycleProfile } from './cycle-profile.js';
import * as part from './parts.js';
import { RecentExtremes } from './recent-extremes.js';
import { type StateMemory } from './state-memory.js';
import { TailCalibrator } from './tail-calibrator.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** Rows just before, from each of which a jump leads away: one step of many up and back is one jump, not two. */
const BEFORE = 5;
/** Until so many rows were seen, nothing is said. */
const FIRST_ROWS = 6;
const LEVEL_FROM_ROWS = 50;
/** Errors count as so many times their usual size at most, lest one outlier be learnt. */
const ERROR_BOUND = 5;
/** Before so many rows the usual size of errors is not known. */
const ERROR_FROM_ROWS = 50;
const LEAST_ERROR_WEIGHT = 0.003;
const HALF_HOUR_MS = 1_800_000;

/** Places in the numbers that are kept. */
const ROWS = 0;
const AT_MS = 1;
const STEP_MS = 2;
const LEVEL = 3;
const SLOW = 4;
const HOURLY = 5;
const DAILY_OFF = 6;
const WEEKLY_OFF = 7;
const SQUARED_ERROR = 8;
const EXPECTED_BEFORE = 9;
const HIGHEST = 10;
const LOWEST = 11;
const LEVEL_HIGHEST = 12;
const LEVEL_LOWEST = 13;
const LAST = 14;
const KEPT = LAST + BEFORE;

/** What each part says of the newest row of a series, as -log10 of how often it was as far off. Windows are in time, so that any step will do. */
export class Evidence {
  readonly rarities = new Float64Array(part.PARTS.length);
  readonly #kept: Float64Array;
  readonly #tails: readonly TailCalibrator[];
  readonly #day: CycleProfile;
  readonly #week: CycleProfile;
  readonly #lastDay: RecentExtremes;
  readonly #dailyExtremes: RecentExtremes;
  readonly #weeklyExtremes: RecentExtremes;
  readonly #foretelling: Autoregression;

  constructor(memory: StateMemory) {
    this.#kept = memory.doubles(KEPT + 1);
    this.#kept.fill(NaN);
    this.#kept[ROWS] = 0;
    this.#tails = part.PARTS.map(() => new TailCalibrator(memory));
    this.#day = new CycleProfile(memory, { periodMs: DAY_MS, bins: 96, leastWeight: 0.15 });
    this.#week = new CycleProfile(memory, { periodMs: WEEK_MS, bins: 168, leastWeight: 0.3 });
    this.#lastDay = new RecentExtremes(memory, DAY_MS, 24);
    this.#dailyExtremes = new RecentExtremes(memory, DAY_MS, 12);
    this.#weeklyExtremes = new RecentExtremes(memory, DAY_MS, 12);
    this.#foretelling = new Autoregression(memory);
  }

  /** How many rows were seen. */
  get rows(): number {
    return this.#kept[ROWS] ?? 0;
  }

  /** Milliseconds since the row before; what a step usually takes, where time stands still or runs backwards. */
  sincePrevious(atMs: number): number {
    const passed = atMs - this.#number(AT_MS);
    return passed > 0 ? passed : this.#number(STEP_MS);
  }

  /** Compares a row with all before it, then takes it in. */
  update(atMs: number, exact: number): void {
    // Profiles and extremes are kept in single precision: a constant must equal itself.
    const value = Math.fround(exact);
    this.#learnStep(atMs);
    if (this.rows === 0) this.#begin(value);
    const daily = this.#day.expected(atMs);
    const weekly = this.#week.expected(atMs);
    this.#compareRecords(atMs, value);
    this.#compareJump(value);
    this.#compareForetold(value, daily, weekly);
    this.#compareDaily(atMs, value - daily);
    this.#compareWeekly(atMs, value - weekly);
    this.#takeIn(atMs, value, daily);
  }

  #begin(value: number): void {
    const kept = this.#kept;
    for (const place of [LEVEL, SLOW, HOURLY, HIGHEST, LOWEST]) kept[place] = value;
    for (const place of [DAILY_OFF, WEEKLY_OFF, SQUARED_ERROR]) kept[place] = 0;
  }

  #compareRecords(atMs: number, value: number): void {
    const dayExcess = this.#lastDay.excess(atMs, value);
    const smoothed = this.#approach(HOURLY, value, HOUR_MS);
    this.#say(part.DAY_RECORD, dayExcess);
    this.#say(part.RECORD, Math.max(value - this.#number(HIGHEST), this.#number(LOWEST) - value, 0));
    if (this.rows <= LEVEL_FROM_ROWS) {
      this.#kept[LEVEL_HIGHEST] = this.#kept[LEVEL_LOWEST] = smoothed;
    }
    this.#say(
      part.LEVEL_RECORD,
      Math.max(smoothed - this.#number(LEVEL_HIGHEST), this.#number(LEVEL_LOWEST) - smoothed, 0),
    );
    this.#kept[HIGHEST] = Math.max(this.#number(HIGHEST), value);
    this.#kept[LOWEST] = Math.min(this.#number(LOWEST), value);
    this.#kept[LEVEL_HIGHEST] = Math.max(this.#number(LEVEL_HIGHEST), smoothed);
    this.#kept[LEVEL_LOWEST] = Math.min(this.#number(LEVEL_LOWEST), smoothed);
  }

  #compareJump(value: number): void {
    let nearest = Infinity;
    for (let each = 0; each < BEFORE; each++) {
      const distance = Math.abs(value - this.#number(LAST + each));
      if (distance < nearest) nearest = distance;
    }
    this.#say(part.JUMP, nearest);
  }

  #compareForetold(value: number, daily: number, weekly: number): void {
    const kept = this.#kept;
    const foretelling = this.#foretelling;
    const from = this.#number(SLOW);
    const known = daily === daily ? daily : from;
    const inputs = foretelling.inputs;
    inputs[0] = this.#last(0) - from;
    inputs[1] = this.#last(1) - from;
    inputs[2] = this.#number(LEVEL) - from;
    inputs[3] = known - from;
    inputs[4] = kept[EXPECTED_BEFORE] === kept[EXPECTED_BEFORE] ? this.#number(EXPECTED_BEFORE) - from : 0;
    inputs[5] = (weekly === weekly ? weekly : known) - from;
    const error = value - from - foretelling.predict();
    this.#say(part.SURPRISE, Math.abs(error));
    const bound = this.rows > ERROR_FROM_ROWS ? ERROR_BOUND * Math.sqrt(this.#number(SQUARED_ERROR)) : Infinity;
    foretelling.learn(value - from, bound > 0 && Math.abs(error) > bound ? bound / Math.abs(error) : 1);
    const squared = Math.min(error * error, bound * bound + 1e-12);
    kept[SQUARED_ERROR] =
      this.#number(SQUARED_ERROR) +
      Math.max(LEAST_ERROR_WEIGHT, 1 / (this.rows + 1)) * (squared - this.#number(SQUARED_ERROR));
  }

  #compareDaily(atMs: number, off: number): void {
    if (off !== off) return this.#keepSilent(part.DAILY, part.DAILY_LEVEL);
    this.#say(part.DAILY, Math.abs(off));
    const smoothed = this.#approach(DAILY_OFF, off, HOUR_MS);
    this.#sayRecord(part.DAILY_LEVEL, smoothed, this.#dailyExtremes.excess(atMs, smoothed));
  }

  #compareWeekly(atMs: number, off: number): void {
    if (off !== off) return this.#keepSilent(part.WEEKLY_LEVEL, part.WEEKLY_LEVEL);
    const smoothed = this.#approach(WEEKLY_OFF, off, 2 * HOUR_MS);
    this.#sayRecord(part.WEEKLY_LEVEL, smoothed, this.#weeklyExtremes.excess(atMs, smoothed));
  }

  #takeIn(atMs: number, value: number, daily: number): void {
    const kept = this.#kept;
    this.#approach(LEVEL, value, HALF_HOUR_MS);
    const share = Math.max(this.#shareOf(DAY_MS), 1 / (this.rows + 1));
    kept[SLOW] = this.#number(SLOW) + share * (value - this.#number(SLOW));
    for (let each = BEFORE - 1; each > 0; each--) kept[LAST + each] = this.#number(LAST + each - 1);
    kept[LAST] = value;
    kept[EXPECTED_BEFORE] = daily;
    kept[AT_MS] = atMs;
    kept[ROWS] = this.rows + 1;
    this.#day.learn(atMs, value);
    this.#week.learn(atMs, value);
  }

  /** The usual step follows what rows show, but neither gaps nor twins. */
  #learnStep(atMs: number): void {
    const passed = atMs - this.#number(AT_MS);
    if (!(passed > 0)) return;
    const step = this.#number(STEP_MS);
    if (step !== step) this.#kept[STEP_MS] = passed;
    else this.#kept[STEP_MS] = step + 0.05 * (Math.min(Math.max(passed, step / 2), step * 2) - step);
  }

  /** Moves a smoothed number towards a value, as fast as a step is of the span. */
  #approach(place: number, value: number, spanMs: number): number {
    const smoothed = this.#number(place) + this.#shareOf(spanMs) * (value - this.#number(place));
    this.#kept[place] = smoothed;
    return smoothed;
  }

  #shareOf(spanMs: number): number {
    const step = this.#number(STEP_MS);
    return step === step ? Math.min(0.5, step / spanMs) : 0;
  }

  #say(which: number, distance: number): void {
    const rarity = this.#tails[which]?.rarity(distance) ?? 0;
    this.rarities[which] = this.rows >= FIRST_ROWS ? rarity : 0;
  }

  #sayRecord(which: number, value: number, excess: number): void {
    this.#say(which, Math.abs(value));
    if (excess === 0) this.rarities[which] = 0;
  }

  #keepSilent(first: number, second: number): void {
    this.rarities[first] = 0;
    this.rarities[second] = 0;
  }

  #last(back: number): number {
    const value = this.#number(LAST + back);
    return value === value ? value : this.#number(SLOW);
  }

  #number(place: number): number {
    return this.#kept[place] ?? NaN;
  }
}
