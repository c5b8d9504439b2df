import type { CellList, Memory } from '../../baseline/memory.js';
import type { Departure } from '../departure.js';
import { type Detector, NOTHING, strengthOf, TAKEN_BACK } from '../detector.js';
import type { Row } from '../row.js';

const MINUTE_MS = 60_000;
/** The tenth minute is told with the next: who waits for it tells too late. */
const FOUND_AFTER_MS = 9 * MINUTE_MS;
/** Two long samples are a drop as well as a step. */
const LEAST_STRETCHES = 3;
const SURE_AFTER_MS = 30 * MINUTE_MS;
/** Another hour's rate may be a violation of the day's shape; one of half a day is not. */
const SURE_THOUGH_SEASONAL_AFTER_MS = 5 * 60 * MINUTE_MS;
const LEAST_DEVIATIONS = 4;
const TAIL_SHARE = 0.7;
const LEAST_SHARE = 0.2;
const LEAST_HITS_SHARE = 0.8;
/** So much of the change happened at once; else it is a ramp. */
const LEAST_STEP_SHARE = 0.6;
const MOST_DRIFT_SHARE = 0.45;
/** Less of the change than this is none. */
const BACK_SHARE = 0.4;
/** Less than this is chatter. */
const FLOOR_BYTES_PER_SECOND = 1_000;
/** That is an outage. */
const SILENT_SHARE = 0.02;
const CHANGES = 4;
const CHANGE_WINDOW_MS = 5 * MINUTE_MS;

/** Changes that were recorded near the series: deploys, restarts, edits of a network. The newest four are kept. */
export class Changes {
  private readonly times: CellList;
  private readonly cells;

  constructor(memory: Memory) {
    this.times = memory.times(CHANGES);
    this.cells = memory.record('count');
  }

  add(atMs: number): void {
    this.times.set(this.cells.count % CHANGES, atMs);
    this.cells.count += 1;
  }

  /** When the change came that lies at most five minutes before; 0 = none. A step's own time is known to a stretch. */
  before(atMs: number, stretchMs: number): number {
    let newest = 0;
    for (let index = 0; index < CHANGES; index++) {
      const changeMs = this.times.get(index);
      const isNear = changeMs <= atMs + stretchMs && changeMs >= atMs - CHANGE_WINDOW_MS - stretchMs;
      if (changeMs > newest && isNear) newest = changeMs;
    }
    return newest;
  }
}

/**
 * Level shift: the median of ten minutes is more than 4 robust standard deviations (or what is rare here) and more than 20 %
 * away from that of the hour before, and it came in one step. Sure when it has lasted half an hour; then it is the level.
 */
export class LevelShift implements Detector {
  readonly class = 'level shift';
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly departure: Departure,
    private readonly changes: Changes,
  ) {
    this.cells = memory.record(
      'sinceMs',
      'before',
      'after',
      'deviations',
      'limit',
      'isOn',
      'isTold',
      'isLost',
      'changeMs',
    );
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  /** When the recorded change was that explains it; 0 = none is known. */
  get changeMs(): number {
    return this.cells.changeMs;
  }

  /** Looks at a stretch that was closed. True when the shift is sure, and the baseline is to take its level. */
  look(row: Row, isSeasonal: boolean): boolean {
    const { cells, departure } = this;
    const isGoingOn = departure.sinceMs > 0 && (cells.isOn === 0 || this.isSame(row));
    if (cells.isOn === 1 && !isGoingOn) [cells.isOn, cells.isLost] = [0, 1];
    if (!isGoingOn || departure.durationMs(row) < FOUND_AFTER_MS || departure.share < LEAST_HITS_SHARE) return false;
    if (departure.stretches < LEAST_STRETCHES) return false;
    if (cells.isOn === 0) {
      // It is told before it is taken for the level.
      if (departure.isOut) this.begin(row);
      return false;
    }
    const sureAfterMs = isSeasonal ? SURE_THOUGH_SEASONAL_AFTER_MS : SURE_AFTER_MS;
    if (!departure.isOut || departure.durationMs(row) < sureAfterMs) return false;
    [cells.isOn, cells.isLost] = [0, 0];
    row.baseline.rebase(this.newLevel(row));
    departure.end();
    return true;
  }

  step(row: Row): number {
    return this.cells.changeMs > 0 ? NOTHING : this.answer(row);
  }

  /** The shift's strength, whether it is told as a shift or as a step after a change. */
  answer(row: Row): number {
    const { cells } = this;
    if (cells.isOn === 0) {
      if (cells.isLost === 0) return NOTHING;
      cells.isLost = 0;
      return TAKEN_BACK;
    }
    if (cells.isTold === 0 && !this.isThere(row)) return NOTHING;
    cells.isTold = 1;
    return strengthOf(cells.deviations / cells.limit, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    const { before, after, deviations } = this.cells;
    return { levelBefore: before, levelAfter: after, deviations };
  }

  /** Whether the sample at hand is on its side: found with one stretch, it is told with the next, in which all may be as before. */
  private isThere({ bytes }: Row): boolean {
    const { before, after } = this.cells;
    return Math.abs(bytes - after) < Math.abs(bytes - before);
  }

  /** Whether the last minutes still have the change: less of it is an end, though they may lean to that side; more is a slope. */
  private isSame(row: Row): boolean {
    const { before, after, sinceMs } = this.cells;
    const now = row.history.median(0, row.history.stretchesIn(3 * MINUTE_MS, 2));
    const share = (now - before) / (after - before);
    return this.departure.sinceMs === sinceMs && !(share < BACK_SHARE) && !(share > 1 + MOST_DRIFT_SHARE);
  }

  private newLevel(row: Row): number {
    return row.history.median(0, row.history.stretchesIn(FOUND_AFTER_MS, 2));
  }

  private begin(row: Row): void {
    const { cells, departure } = this;
    const { history, baseline } = row;
    const after = this.newLevel(row);
    const change = after - departure.before;
    if (Math.max(after, departure.before) < FLOOR_BYTES_PER_SECOND) return;
    const deviations = Math.abs(change) / ((baseline.stretchDeviation / baseline.expected) * departure.before);
    // Ten minutes go less far than one.
    const limit = departure.limit(row, departure.sign, LEAST_DEVIATIONS, TAIL_SHARE);
    const isLarge = deviations > limit && Math.abs(change) > LEAST_SHARE * departure.before;
    if (!isLarge || change * departure.sign < 0 || after < SILENT_SHARE * departure.before) return;
    // What comes after an outage is a step from nothing, and back to the usual.
    if (Math.abs(after - baseline.level) < LEAST_SHARE * baseline.level) return;
    if (departure.stepShare(after) < LEAST_STEP_SHARE) return;
    const third = history.stretchesIn(3 * MINUTE_MS);
    const drift = history.median(0, third) - departure.first;
    if (Math.abs(drift / change) > MOST_DRIFT_SHARE) return;
    [cells.isOn, cells.isTold, cells.sinceMs] = [1, 0, departure.sinceMs];
    [cells.before, cells.after] = [departure.before, after];
    [cells.deviations, cells.limit] = [deviations, limit];
    cells.changeMs = this.changes.before(departure.sinceMs, history.stretchMs);
  }
}

/** Step after change: a level shift that begins within five minutes after a recorded change, whose time it tells. */
export class StepAfterChange implements Detector {
  readonly class = 'step after change';

  constructor(private readonly shift: LevelShift) {}

  get sinceMs(): number {
    return this.shift.sinceMs;
  }

  step(row: Row): number {
    return this.shift.changeMs > 0 ? this.shift.answer(row) : NOTHING;
  }

  evidence(): Record<string, number> {
    return { ...this.shift.evidence(), changeAtMs: this.shift.changeMs };
  }
}
