import type { CellList, Memory } from '../../baseline/memory.js';
import type { Tail } from '../../baseline/tail.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';

/** A run of one sample must be so much of what is rare here: lively series have many that mean nothing. */
const LEAST_OF_RARE = 0.4;
/** A run of fewer seconds must be all of what is rare. */
const SHORT_RUN_MS = 10_000;
/** So much of a run is above the usual: lively series have single samples out that follow one another by chance. */
const LEAST_OUT_SHARE = 0.5;
const LEAST_DEVIATIONS = 6;
const LEAST_TIMES_USUAL = 1.5;
const OVER_BELOW_DEVIATIONS = 2;
/** Or below this share of its peak: meanwhile the usual may have moved on. */
const OVER_BELOW_SHARE = 0.2;
/** A pause so short does not end a run. */
const PAUSE_MS = 20_000;
const LONGEST_RUN_MS = 2 * 3_600_000;
const RUNS_KEPT = 12;
const REPEATS = 4;
const TOLERANCE = 0.05;
const LATE_SHARE = 0.1;
/** So that a sample is no more than the tolerance. */
const LEAST_PERIOD_SAMPLES = 20;
const LEAST_PERIOD_MS = 60_000;
/** Runs of one job move about as much. */
const MOST_TIMES_SIZE = 4;
/** Others may come in between, but not many: among many, some are always evenly spaced. */
const MOST_OTHERS = 3;
/** With others in between, chance makes more rows of five: those must be so much more exact. */
const TOLERANCE_AMONG_OTHERS = 0.02;
/** Beside runs so much larger it is noise, and not kept. */
const SMALL_SHARE = 0.1;
const GONE_AFTER_MISSES = 4;
const ODD_TIMES_SIZE = 2;

/**
 * Periodic job: runs above the usual that begin at one period ± 5 %, four times again after the first, and move about as much. A
 * run that does not come within 10 % after its time, or is more than twice or less than half as large as usual, is told again.
 */
export class PeriodicJob implements Detector {
  readonly class = 'periodic job';
  private readonly cells;
  private readonly starts: CellList;
  private readonly sizes: CellList;
  /** The finding has something new to say with this sample. */
  hasNews = false;

  constructor(
    memory: Memory,
    private readonly tail: Tail,
  ) {
    this.cells = memory.record(
      'runs',
      'startMs',
      'lastOutMs',
      'size',
      'sent',
      'sinceMs',
      'periodMs',
      'dueMs',
      'count',
      'missed',
      'missedInARow',
      'usualSize',
      'lastSize',
      'lastStartMs',
      'lastEndMs',
      'isRun',
      'oddness',
      'lastSent',
      'peak',
      'outMs',
    );
    this.starts = memory.times(RUNS_KEPT);
    this.sizes = memory.list(RUNS_KEPT);
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  /** Whether the known job is running now. */
  get isRunning(): boolean {
    return this.cells.isRun === 1 && this.cells.startMs > 0;
  }

  step(row: Row): number {
    this.hasNews = false;
    const { cells } = this;
    if (row.isAfterGap) this.passOver(row);
    if (row.isJudged) this.follow(row);
    if (cells.periodMs > 0 && row.atMs > cells.dueMs + LATE_SHARE * cells.periodMs) this.miss();
    if (cells.periodMs === 0) return NOTHING;
    if (cells.oddness > 0) return strengthOf(cells.oddness);
    return 0.2;
  }

  evidence(): Record<string, number> {
    const { periodMs, count, missed, missedInARow, usualSize, lastSize, lastStartMs, lastEndMs } = this.cells;
    const evidence = { periodSeconds: periodMs / 1_000, runs: count, missed, missedInARow, usualBytesARun: usualSize };
    if (lastEndMs === 0) return evidence;
    const sentShare = Math.min(1, this.cells.lastSent / (lastSize || 1));
    return {
      ...evidence,
      sentShare,
      lastBytes: lastSize,
      lastStartMs,
      lastEndMs,
      timesUsual: lastSize / (usualSize || 1),
    };
  }

  private follow(row: Row): void {
    const { cells } = this;
    const isOut = row.deviations > LEAST_DEVIATIONS && row.bytes > LEAST_TIMES_USUAL * row.expected && !row.isAfterGap;
    if (cells.startMs === 0) {
      if (isOut) this.begin(row);
      return;
    }
    cells.peak = Math.max(cells.peak, row.deviations);
    if (row.deviations > Math.max(OVER_BELOW_DEVIATIONS, OVER_BELOW_SHARE * cells.peak)) {
      cells.lastOutMs = row.atMs;
      cells.outMs += row.lengthMs;
    }
    this.weigh(row);
    const isOver = row.atMs - cells.lastOutMs >= row.atLeast(2, PAUSE_MS);
    if (isOver || row.atMs - cells.startMs > LONGEST_RUN_MS) this.end(row);
  }

  /** What the run moves beyond the usual, and how much of it is sent. */
  private weigh(row: Row): void {
    const { cells } = this;
    const seconds = row.lengthMs / 1_000;
    cells.size += Math.max(0, row.bytes - row.expected) * seconds;
    if (row.txBytes > row.directions.tx.usualBytes)
      cells.sent += (row.txBytes - row.directions.tx.usualBytes) * seconds;
  }

  private begin(row: Row): void {
    const { cells } = this;
    [cells.startMs, cells.lastOutMs, cells.size, cells.sent] = [row.startMs, row.atMs, 0, 0];
    [cells.peak, cells.outMs] = [row.deviations, row.lengthMs];
    this.weigh(row);
    if (cells.periodMs > 0) {
      const early = cells.dueMs - row.startMs;
      cells.isRun = Math.abs(early) <= this.tolerance(row, cells.periodMs) * 2 ? 1 : 0;
      return;
    }
    const periodMs = this.periodBefore(row);
    if (periodMs === 0) return;
    const median = this.sizes.get((cells.runs - 1) % RUNS_KEPT);
    [cells.periodMs, cells.sinceMs, cells.usualSize] = [periodMs, row.startMs - REPEATS * periodMs, median];
    [cells.count, cells.missed, cells.missedInARow, cells.oddness] = [REPEATS, 0, 0, 0];
    [cells.isRun, cells.lastEndMs, cells.dueMs] = [1, 0, row.startMs + periodMs];
    this.hasNews = true;
  }

  private end(row: Row): void {
    const { cells } = this;
    const lastedMs = cells.lastOutMs - cells.startMs;
    const isLong = lastedMs > LONGEST_RUN_MS / 2;
    const leastPeak = (lastedMs < SHORT_RUN_MS ? 1 : LEAST_OF_RARE) * this.tail.limit;
    const isNoise = lastedMs < Math.max(1.5 * row.stepMs, SHORT_RUN_MS) && cells.peak < leastPeak;
    const isScattered = cells.outMs < LEAST_OUT_SHARE * lastedMs;
    if (!isLong && !isNoise && !isScattered && cells.size > SMALL_SHARE * this.largest) {
      this.starts.set(cells.runs % RUNS_KEPT, cells.startMs);
      this.sizes.set(cells.runs % RUNS_KEPT, cells.size);
      cells.runs += 1;
    }
    if (cells.isRun === 1 && cells.size > SMALL_SHARE * cells.usualSize) this.endRun();
    [cells.startMs, cells.isRun] = [0, 0];
  }

  private get largest(): number {
    let largest = 0;
    for (let index = 0; index < RUNS_KEPT; index++) largest = Math.max(largest, this.sizes.get(index));
    return largest;
  }

  private endRun(): void {
    const { cells } = this;
    [cells.lastSize, cells.lastStartMs, cells.lastEndMs] = [cells.size, cells.startMs, cells.lastOutMs];
    cells.lastSent = cells.sent;
    const times = cells.size / (cells.usualSize || 1);
    const isOdd = times > ODD_TIMES_SIZE || times < 1 / ODD_TIMES_SIZE;
    cells.oddness = isOdd ? Math.max(times, 1 / times) / ODD_TIMES_SIZE : 0;
    cells.usualSize *= Math.max(1 / ODD_TIMES_SIZE, Math.min(ODD_TIMES_SIZE, times)) ** 0.2;
    const intervalMs = cells.startMs - (cells.dueMs - cells.periodMs);
    if (cells.missedInARow === 0 && cells.count > REPEATS) cells.periodMs += 0.2 * (intervalMs - cells.periodMs);
    cells.dueMs = cells.startMs + cells.periodMs;
    cells.count += 1;
    cells.missedInARow = 0;
    this.hasNews = true;
  }

  /** What was due while nothing was known may have come. */
  private passOver(row: Row): void {
    const { cells } = this;
    while (cells.periodMs > 0 && !this.isRunning && cells.dueMs < row.startMs) cells.dueMs += cells.periodMs;
  }

  private miss(): void {
    const { cells } = this;
    if (this.isRunning) return;
    cells.dueMs += cells.periodMs;
    cells.missed += 1;
    cells.missedInARow += 1;
    cells.oddness = 1.5;
    this.hasNews = true;
    if (cells.missedInARow >= GONE_AFTER_MISSES) cells.periodMs = 0;
  }

  private tolerance(row: Row, periodMs: number): number {
    return Math.max(TOLERANCE * periodMs, row.stepMs);
  }

  /** The shortest period at which the newest run is the fifth; 0 = none. */
  private periodBefore(row: Row): number {
    const kept = Math.min(this.cells.runs, RUNS_KEPT);
    for (let back = 1; back <= kept - REPEATS + 1; back++) {
      const periodMs = row.startMs - this.startBack(back);
      if (periodMs < row.atLeast(LEAST_PERIOD_SAMPLES, LEAST_PERIOD_MS)) continue;
      const exactMs = this.chain(row, periodMs, kept);
      if (exactMs > 0) return exactMs;
    }
    return 0;
  }

  private chain(row: Row, periodMs: number, kept: number): number {
    const tolerance = this.tolerance(row, periodMs);
    let [expectedMs, found, back] = [row.startMs - periodMs, 0, 1];
    let [smallest, largest, farthest] = [Infinity, 0, 0];
    for (; back <= kept && found < REPEATS; back++) {
      const distance = this.startBack(back) - expectedMs;
      if (distance < -tolerance) return 0;
      if (distance > tolerance) continue;
      const size = this.sizes.get((this.cells.runs - back) % RUNS_KEPT);
      [smallest, largest] = [Math.min(smallest, size), Math.max(largest, size)];
      found += 1;
      farthest = Math.max(farthest, Math.abs(distance));
      expectedMs = this.startBack(back) - periodMs;
    }
    const others = back - 1 - found;
    if (others > 0 && farthest > TOLERANCE_AMONG_OTHERS * periodMs) return 0;
    const isOne = found === REPEATS && largest <= MOST_TIMES_SIZE * smallest && others <= MOST_OTHERS;
    return isOne ? (row.startMs - expectedMs - periodMs) / REPEATS : 0;
  }

  private startBack(back: number): number {
    return this.starts.get((this.cells.runs - back) % RUNS_KEPT);
  }
}
