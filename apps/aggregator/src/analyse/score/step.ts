import { type StateMemory } from './state-memory.js';

/** Places in the numbers that are kept. */
const AT_MS = 0;
const STEP_MS = 1;
/** How much of the usual step a new one makes up. */
const LEARNT_SHARE = 0.05;

/** How long a step of the series usually is, so that windows are the same time at any step. */
export class Step {
  readonly #kept: Float64Array;

  constructor(memory: StateMemory) {
    this.#kept = memory.doubles(2);
    this.#kept.fill(NaN);
  }

  /** Milliseconds since the row before; the usual step where time stands still or runs backwards. */
  sincePrevious(atMs: number): number {
    const passed = atMs - (this.#kept[AT_MS] ?? NaN);
    return passed > 0 ? passed : (this.#kept[STEP_MS] ?? NaN);
  }

  /** Follows what rows show, but neither gaps nor twins. */
  learn(atMs: number): void {
    const kept = this.#kept;
    const passed = atMs - (kept[AT_MS] ?? NaN);
    kept[AT_MS] = atMs;
    if (!(passed > 0)) return;
    const step = kept[STEP_MS] ?? NaN;
    if (step !== step) kept[STEP_MS] = passed;
    else kept[STEP_MS] = step + LEARNT_SHARE * (Math.min(Math.max(passed, step / 2), step * 2) - step);
  }

  /** How much a new row counts in what is smoothed over a span: over so many rows at least. */
  shareOf(spanMs: number, leastRows = 6): number {
    const step = this.#kept[STEP_MS] ?? NaN;
    return step === step ? Math.min(1 / leastRows, step / spanMs) : 0;
  }
}
