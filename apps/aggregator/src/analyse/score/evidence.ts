import { Cycles } from './cycles.js';
import { Foretold } from './foretold.js';
import { Moods } from './moods.js';
import { DAILY, JUMP, SURPRISE } from './parts.js';
import { Rarities } from './rarities.js';
import { Records } from './records.js';
import { type StateMemory } from './state-memory.js';
import { Step } from './step.js';

/** Rows just before, from each of which a jump leads away: up and back is one jump, not two. */
const BEFORE_ROWS = 5;
const FIRSTS = [SURPRISE, DAILY];

/** What each part says of the newest row of a series, from nothing but those before it. */
export class Evidence {
  readonly step: Step;
  readonly #rarities: Rarities;
  readonly #before: Float64Array;
  readonly #records: Records;
  readonly #cycles: Cycles;
  readonly #foretold: Foretold;
  readonly #moods: Moods;

  constructor(memory: StateMemory) {
    this.step = new Step(memory);
    this.#rarities = new Rarities(memory);
    this.#before = memory.doubles(BEFORE_ROWS);
    this.#before.fill(NaN);
    this.#records = new Records(memory, this.#rarities, this.step);
    this.#cycles = new Cycles(memory, this.#rarities, this.step);
    this.#foretold = new Foretold(memory, this.#rarities, this.step);
    this.#moods = new Moods(memory, this.#rarities, this.step);
  }

  /** By part, as -log10 of how many rows were as far off. */
  get rarities(): Float64Array {
    return this.#rarities.said;
  }

  /** How many rows were seen. */
  get rows(): number {
    return this.#rarities.rows;
  }

  /** Compares a row with all before it, then takes it in. */
  update(atMs: number, exact: number): void {
    // Extremes and profiles are kept in single precision: a constant must equal itself.
    const value = Math.fround(exact);
    this.step.learn(atMs);
    this.#records.compare(atMs, value);
    this.#compareJump(value);
    this.#cycles.compare(atMs, value);
    this.#foretold.compare(value, this.#cycles.daily, this.#cycles.weekly);
    this.#rarities.sayFirst(FIRSTS);
    this.#moods.compare(atMs, value);
    this.#rarities.next();
  }

  #compareJump(value: number): void {
    const before = this.#before;
    let nearest = Infinity;
    for (let each = 0; each < BEFORE_ROWS; each++) {
      const distance = Math.abs(value - (before[each] ?? NaN));
      if (distance < nearest) nearest = distance;
    }
    this.#rarities.say(JUMP, nearest === Infinity ? 0 : nearest);
    before[this.rows % BEFORE_ROWS] = value;
  }
}
