import type { Memory } from '../../baseline/memory.js';
import type { Departure } from '../departure.js';
import { type Detector, NOTHING, strengthOf, TAKEN_BACK } from '../detector.js';
import type { Row } from '../row.js';

const LEAST_DEVIATIONS = 5;
const GOES_ON_DEVIATIONS = 3;
const FOUND_AFTER_MS = 15 * 60_000;
const LEAST_WEIGHT = 0.4;
const LEAST_SHARE = 0.2;
/** The range of all hours so far, with what a stretch within an hour goes beyond its mean. */
const RANGE_MARGIN = 0.15;
const MISSES_TO_END = 3;
/** So much of what is found was there in the first minutes. */
const STEP_SHARE = 0.6;

/**
 * Seasonal violation: for a quarter of an hour more than 5 robust standard deviations (or what is rare here) from what this
 * hour of this weekday should look like, while the rate itself is one that other hours have.
 */
export class SeasonalViolation implements Detector {
  readonly class = 'seasonal violation';
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly departure: Departure,
  ) {
    this.cells = memory.record(
      'sinceMs',
      'isOn',
      'isTakenBack',
      'hits',
      'misses',
      'sign',
      'deviations',
      'limit',
      'outOfRange',
      'isStep',
    );
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  get isOn(): boolean {
    return this.cells.isOn === 1;
  }

  /** Whether it came at once: what is expected then moves under a rate that may not. */
  get isStep(): boolean {
    return this.isOn && this.cells.isStep === 1;
  }

  /** Looks at a stretch that was closed. */
  look(row: Row): void {
    const { cells } = this;
    const { baseline, stretch } = row;
    const { profile } = baseline;
    const isPossible = profile.weight >= LEAST_WEIGHT && profile.knows(stretch.startMs);
    if (!isPossible) return this.end();
    if (cells.sinceMs === 0) return this.begin(row);
    const isOut = this.departure.deviations * cells.sign > GOES_ON_DEVIATIONS;
    cells.misses = isOut ? 0 : cells.misses + 1;
    if (cells.misses >= MISSES_TO_END) return this.end();
    if (isOut) cells.hits += 1;
    if (!isInRange(row)) cells.outOfRange += 1;
    const durationMs = stretch.startMs + stretch.lengthMs - cells.sinceMs;
    const mostlyInRange = cells.outOfRange < 0.3 * cells.hits;
    const wasOn = cells.isOn === 1;
    cells.isOn = durationMs >= FOUND_AFTER_MS - 1 && mostlyInRange ? 1 : 0;
    if (!wasOn && cells.isOn === 1) cells.isStep = this.departure.stepShare(row.history.at(0)) > STEP_SHARE ? 1 : 0;
    cells.deviations = Math.max(cells.deviations, Math.abs(this.departure.deviations));
  }

  /** It was no hour at a wrong time: it is the level now. */
  takeBack(): void {
    this.cells.isTakenBack = 1;
    this.end();
  }

  step(row: Row): number {
    if (this.cells.isTakenBack === 1) {
      this.cells.isTakenBack = 0;
      return TAKEN_BACK;
    }
    return this.isOn ? strengthOf(this.cells.deviations / this.cells.limit, row.baseline.confidence) : NOTHING;
  }

  evidence(): Record<string, number> {
    return { deviations: this.cells.deviations * this.cells.sign };
  }

  private begin(row: Row): void {
    const { cells, departure } = this;
    const sign = Math.sign(departure.deviations);
    const limit = departure.limit(row, sign, LEAST_DEVIATIONS);
    const isFar = Math.abs(row.stretch.mean - row.expected) > LEAST_SHARE * row.expected;
    if (Math.abs(departure.deviations) < limit || !isFar) return;
    [cells.sinceMs, cells.sign, cells.hits, cells.misses] = [row.stretch.startMs, sign, 1, 0];
    [cells.deviations, cells.limit, cells.outOfRange] = [Math.abs(departure.deviations), limit, isInRange(row) ? 0 : 1];
  }

  private end(): void {
    [this.cells.sinceMs, this.cells.isOn] = [0, 0];
  }
}

function isInRange(row: Row): boolean {
  const { lowest, highest } = row.baseline.profile;
  const { mean } = row.stretch;
  return mean > lowest * (1 - RANGE_MARGIN) && mean < highest * (1 + RANGE_MARGIN);
}
