import type { Memory } from '../baseline/memory.js';
import { Tail } from '../baseline/tail.js';
import type { Row } from './row.js';

const MINUTE_MS = 60_000;
/** The least of the limits that its users set. */
const LEAST_LIMIT = 4;
const BEGINS_AT = 2.5;
const GOES_ON_AT = 1.5;
/** So many times as far as it has been so far is a step, as no ramp makes within a minute. */
const STEP_TIMES = 1.8;
/** So many stretches in a row within the usual end it. */
const MISSES_TO_END = 3;
const BEFORE_MS = 60 * MINUTE_MS;
const JUST_BEFORE_MS = 10 * MINUTE_MS;
const FIRST_MS = 5 * MINUTE_MS;
const MOST_CHANGE_ASKED = 0.35;

/**
 * A time of stretches on one side of what is usual: what level shifts, violations and ramps have in common. It keeps what
 * was before it, because afterwards the window over the past holds the departure itself.
 */
export class Departure {
  private readonly cells;
  private readonly up: Tail;
  private readonly down: Tail;
  /** Deviations of the newest stretch; not for later samples. */
  deviations = 0;

  constructor(memory: Memory) {
    this.cells = memory.record(
      'sinceMs',
      'sign',
      'hits',
      'stretches',
      'misses',
      'before',
      'justBefore',
      'first',
      'peak',
    );
    this.up = new Tail(memory, LEAST_LIMIT);
    this.down = new Tail(memory, LEAST_LIMIT);
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  /** 1 above, -1 below, of the departure that goes on. */
  get sign(): number {
    return this.cells.sign;
  }

  get stretches(): number {
    return this.cells.stretches;
  }

  /** Share of its stretches that were out. */
  get share(): number {
    return this.cells.hits / Math.max(1, this.cells.stretches);
  }

  /** Median level of the hour before it. */
  get before(): number {
    return this.cells.before;
  }

  /** Median level of the ten minutes before it. */
  get justBefore(): number {
    return this.cells.justBefore;
  }

  /** Level after its first five minutes. */
  get first(): number {
    return this.cells.first;
  }

  /** Whether the newest stretch was out. */
  get isOut(): boolean {
    return this.cells.misses === 0;
  }

  /** Share of the change up to a level that came in the first five minutes: 1 = a step. */
  stepShare(level: number): number {
    return (this.cells.first - this.cells.justBefore) / (level - this.cells.before);
  }

  durationMs(row: Row): number {
    return this.cells.sinceMs === 0 ? 0 : row.stretch.startMs + row.stretch.lengthMs - this.cells.sinceMs;
  }

  /**
   * How many deviations of a stretch are rare here, or a share of that; at least `least`, at most what a third more or less is: however lively the first days were, that is worth telling.
   */
  limit(row: Row, sign: number, least: number, share = 1): number {
    const { expected, stretchDeviation } = row.baseline;
    const most = (MOST_CHANGE_ASKED * expected) / stretchDeviation;
    return Math.max(least, Math.min(most, share * (sign > 0 ? this.up.limit : this.down.limit)));
  }

  /** Looks at the stretch that was just closed; `deviations` are from what was expected of it. */
  see(row: Row, deviations: number): void {
    const { cells } = this;
    this.deviations = deviations;
    if (cells.sinceMs === 0) {
      if (Math.abs(deviations) > BEGINS_AT) this.begin(row, deviations);
    } else if (deviations * cells.sign > STEP_TIMES * cells.peak) {
      // What went before was noise; it begins with the step.
      this.begin(row, deviations);
    } else if (deviations * cells.sign > GOES_ON_AT) {
      cells.hits += 1;
      cells.stretches += 1;
      cells.misses = 0;
      cells.peak = Math.max(cells.peak, deviations * cells.sign);
    } else {
      cells.misses += 1;
      cells.stretches += 1;
      if (cells.misses >= MISSES_TO_END || deviations * cells.sign < -BEGINS_AT) cells.sinceMs = 0;
    }
    if (cells.sinceMs > 0) this.keepFirst(row);
  }

  learn(row: Row, deviations: number): void {
    this.up.learn(row.atMs, deviations, row.history.stretchMs);
    this.down.learn(row.atMs, -deviations, row.history.stretchMs);
  }

  end(): void {
    this.cells.sinceMs = 0;
  }

  /** Samples are of another length from now on, and so may stretches be. */
  loosen(): void {
    this.up.forget();
    this.down.forget();
  }

  private begin(row: Row, deviations: number): void {
    const { cells } = this;
    const { history } = row;
    [cells.sinceMs, cells.sign, cells.peak] = [row.stretch.startMs, Math.sign(deviations), Math.abs(deviations)];
    [cells.hits, cells.stretches, cells.misses] = [1, 1, 0];
    cells.before = history.median(1, history.stretchesIn(BEFORE_MS, 6));
    cells.justBefore = history.median(1, history.stretchesIn(JUST_BEFORE_MS, 2));
  }

  /** The first stretch may have begun before the departure; the farther of two is the whole one. */
  private keepFirst(row: Row): void {
    const { cells } = this;
    const { history } = row;
    const length = history.stretchesIn(FIRST_MS, 2);
    if (cells.stretches > length) return;
    const values = cells.stretches;
    cells.first = values <= 2 ? farther(history.at(0), history.at(values - 1), cells.sign) : history.median(0, values);
  }
}

function farther(one: number, other: number, sign: number): number {
  if (one !== one) return other;
  return (one - other) * sign > 0 || other !== other ? one : other;
}
