import { Autoregression } from './autoregression.js';
import { SURPRISE } from './parts.js';
import { type Rarities } from './rarities.js';
import { type StateMemory } from './state-memory.js';
import { type Step } from './step.js';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
/** Errors count as so many times their usual size at most, lest one outlier be learnt. */
const ERROR_BOUND = 5;
/** Before so many rows the usual size of errors is not known. */
const ERROR_FROM_ROWS = 50;
const LEAST_ERROR_WEIGHT = 0.003;

/** Places in the numbers that are kept. */
const LAST = 0;
const LAST_BUT_ONE = 1;
const LEVEL = 2;
const DAY_LEVEL = 3;
const EXPECTED_BEFORE = 4;
const SQUARED_ERROR = 5;

/** How far a value is from what the last ones, the level, and the time of day and week foretold. */
export class Foretold {
  readonly #kept: Float64Array;
  readonly #rarities: Rarities;
  readonly #step: Step;
  readonly #regression: Autoregression;

  constructor(memory: StateMemory, rarities: Rarities, step: Step) {
    this.#kept = memory.doubles(6);
    this.#kept.fill(NaN);
    this.#kept[SQUARED_ERROR] = 0;
    this.#rarities = rarities;
    this.#step = step;
    this.#regression = new Autoregression(memory);
  }

  compare(value: number, daily: number, weekly: number): void {
    const from = this.#or(DAY_LEVEL, value);
    this.#ask(from, value, daily, weekly);
    const error = value - from - this.#regression.predict();
    this.#rarities.say(SURPRISE, Math.abs(error));
    this.#learn(value - from, error);
    this.#takeIn(value, daily);
  }

  #ask(from: number, value: number, daily: number, weekly: number): void {
    const inputs = this.#regression.inputs;
    const known = daily === daily ? daily : from;
    inputs[0] = this.#or(LAST, from) - from;
    inputs[1] = this.#or(LAST_BUT_ONE, from) - from;
    inputs[2] = this.#or(LEVEL, value) - from;
    inputs[3] = known - from;
    inputs[4] = this.#or(EXPECTED_BEFORE, from) - from;
    inputs[5] = (weekly === weekly ? weekly : known) - from;
  }

  #learn(target: number, error: number): void {
    const usual = this.#kept[SQUARED_ERROR] ?? 0;
    const rows = this.#rarities.rows;
    const bound = rows > ERROR_FROM_ROWS ? ERROR_BOUND * Math.sqrt(usual) : Infinity;
    this.#regression.learn(target, bound > 0 && Math.abs(error) > bound ? bound / Math.abs(error) : 1);
    const squared = Math.min(error * error, bound * bound + 1e-12);
    this.#kept[SQUARED_ERROR] = usual + Math.max(LEAST_ERROR_WEIGHT, 1 / (rows + 1)) * (squared - usual);
  }

  #takeIn(value: number, daily: number): void {
    const kept = this.#kept;
    const level = this.#or(LEVEL, value);
    const dayLevel = this.#or(DAY_LEVEL, value);
    const share = Math.max(this.#step.shareOf(DAY_MS), 1 / (this.#rarities.rows + 1));
    kept[LEVEL] = level + this.#step.shareOf(HALF_HOUR_MS) * (value - level);
    kept[DAY_LEVEL] = dayLevel + share * (value - dayLevel);
    kept[LAST_BUT_ONE] = kept[LAST] ?? NaN;
    kept[LAST] = value;
    kept[EXPECTED_BEFORE] = daily;
  }

  /** What is kept, or something else while it is unknown. */
  #or(place: number, otherwise: number): number {
    const value = this.#kept[place] ?? NaN;
    return value === value ? value : otherwise;
  }
}
