import type { CellList, Memory } from '../../baseline/memory.js';
import { Scale } from '../../baseline/scale.js';
import type { Departure } from '../departure.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';
import { theilSenSlope } from '../theil-sen.js';

const MINUTE_MS = 60_000;
const POINT_MS = 5 * MINUTE_MS;
const POINTS = 37;
/** Half an hour, one, two and three hours. */
const WINDOWS = [6, 12, 24, 36];
const LEAST_DEVIATIONS = 4;
/** A change over such a window must be so many times as large as they usually are. */
const LEAST_SPREADS = 4.3;
const LEAST_SHARE = 0.25;
const MOST_STEP_SHARE = 0.4;
/** Weekends that differ are known after two weeks. */
const FORETOLD_AFTER_DAYS = 14.5;
/** A shape of the day that is not known yet rises by itself, hardly by so much in five minutes. */
const LEAST_SHARE_A_POINT_UNFORETOLD = 0.035;
/** So much of the change is seen in the traffic itself; else it is the expectation that moved. */
const LEAST_RAW_SHARE = 0.25;
const LEAST_RECENT_SHARE = 0.3;
const RECENT_POINTS = 6;
/** So many looks in a row without a slope end it. */
const FLAT_TO_END = 3;
/** A long window is looked at in as many steps. */
const MOST_STEPS = 18;
const SMALLEST_SPREAD = 0.05;
/** Of a level in bytes a second, for its logarithm. */
const SMALLEST_LEVEL = 1e-3;
const SPREAD_RATE = 0.02;
/** What comes near a limit is not learnt as usual: the ramp itself would raise it. */
const LEARNT_SHARE = 0.85;

const points = new Float64Array(POINTS);
const raw = new Float64Array(POINTS);

/**
 * Ramp: over half an hour, an hour, two or three, the Theil–Sen slope of the level's logarithm makes a change of more than 4 robust
 * standard deviations, of a quarter, and of 4.3 times what is usual over such a time; no single step makes more than 40 % of it.
 */
export class Ramp implements Detector {
  readonly class = 'ramp';
  private readonly cells;
  private readonly levels: CellList;
  private readonly spreads: readonly Scale[];

  constructor(
    memory: Memory,
    private readonly departure: Departure,
  ) {
    this.cells = memory.record(
      'number',
      'sum',
      'stretches',
      'known',
      'sinceMs',
      'isOn',
      'flat',
      'change',
      'limit',
      'slope',
      'endMs',
    );
    this.levels = memory.list(POINTS);
    this.spreads = WINDOWS.map(() => new Scale(memory, SMALLEST_SPREAD, SPREAD_RATE, SPREAD_RATE));
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  /** Looks at a stretch that was closed, with the level that it had. True when a ramp has ended, and its level is to be taken. */
  look(row: Row, level: number, isHindered: boolean): boolean {
    const { cells } = this;
    const pointMs = Math.max(POINT_MS, row.history.stretchMs);
    const number = Math.floor(row.stretch.startMs / pointMs);
    const isClosed = number !== cells.number && cells.stretches > 0 && this.close(number);
    cells.number = number;
    cells.sum += level;
    cells.stretches += 1;
    return isClosed && this.judge(row, pointMs, isHindered);
  }

  /** The level has changed at once: what was before is no way up to it. */
  forget(): void {
    [this.cells.known, this.cells.sum, this.cells.stretches] = [0, 0, 0];
  }

  /** The shape of the day has taken up part of the level, or given it back. */
  scale(ratio: number): void {
    for (let index = 0; index < POINTS; index++) this.levels.set(index, this.levels.get(index) + Math.log(ratio));
    this.cells.sum *= ratio;
  }

  step(row: Row): number {
    const { change, limit, isOn } = this.cells;
    return isOn === 0 ? NOTHING : strengthOf(Math.abs(change) / limit, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    const { change, slope } = this.cells;
    return { changeShare: Math.expm1(change), changeShareAnHour: Math.expm1(slope) };
  }

  private close(number: number): boolean {
    const { cells } = this;
    const missing = number - cells.number - 1;
    this.push(Math.log(Math.max(SMALLEST_LEVEL, cells.sum / cells.stretches)));
    for (let index = 0; index < Math.min(missing, POINTS); index++) this.push(NaN);
    [cells.sum, cells.stretches] = [0, 0];
    return missing === 0;
  }

  private push(level: number): void {
    const { cells } = this;
    this.levels.set(cells.known % POINTS, level);
    cells.known += 1;
  }

  private judge(row: Row, pointMs: number, isHindered: boolean): boolean {
    const { cells } = this;
    // Until it is known again how far minutes go, a ramp neither begins nor ends.
    if (!row.baseline.isReady) return false;
    const wasOn = cells.isOn === 1;
    const isOn = !isHindered && WINDOWS.some((window, index) => this.judgeWindow(row, window, index, pointMs));
    cells.flat = isOn ? 0 : cells.flat + 1;
    cells.isOn = isOn || (wasOn && cells.flat < FLAT_TO_END) ? 1 : 0;
    if (wasOn) cells.endMs = row.startMs;
    return wasOn && cells.isOn === 0;
  }

  private judgeWindow(row: Row, window: number, index: number, pointMs: number): boolean {
    const { cells } = this;
    if (cells.known < window + 1) return false;
    const { baseline } = row;
    const change = this.point(0) - this.point(window);
    if (change !== change) return false;
    const spread = this.spreads[index] as Scale;
    const deviation = baseline.stretchDeviation / (baseline.expected || 1);
    const isForetold = baseline.profile.days > FORETOLD_AFTER_DAYS;
    const least = Math.max(LEAST_SHARE, isForetold ? 0 : LEAST_SHARE_A_POINT_UNFORETOLD * window);
    const limit = Math.max(LEAST_DEVIATIONS * deviation, LEAST_SPREADS * spread.value, least);
    if (!row.isEvent) spread.learn(change, Math.abs(change) > LEARNT_SHARE * limit);
    if (cells.known < 1.5 * window || Math.abs(change) < 0.8 * limit) return false;
    return this.isRamp(row, window, limit, pointMs);
  }

  private isRamp(row: Row, window: number, limit: number, pointMs: number): boolean {
    const { cells } = this;
    const stride = Math.ceil(window / MOST_STEPS);
    const { profile } = row.baseline;
    let count = 0;
    for (let ago = window; ago >= 0; ago -= stride) {
      points[count] = this.point(ago);
      raw[count] = this.point(ago) + Math.log(profile.factor(row.stretch.startMs - (ago + 0.5) * pointMs));
      count += 1;
    }
    const slope = theilSenSlope(points, count) / stride;
    const change = slope * window;
    if (!(Math.abs(change) > limit) || largestStep(points, count) > MOST_STEP_SHARE * Math.abs(change)) return false;
    if (this.departure.sinceMs > 0 && this.departure.stepShare(Math.exp(this.point(0))) > MOST_STEP_SHARE) return false;
    const rawSlope = theilSenSlope(raw, count) / stride;
    if (rawSlope / slope < LEAST_RAW_SHARE || this.recentSlope() / slope < LEAST_RECENT_SHARE) return false;
    if (cells.isOn === 0) this.begin(row.stretch.startMs - (window + 1) * pointMs, change);
    [cells.limit, cells.slope] = [limit, (slope * 60 * MINUTE_MS) / pointMs];
    if (Math.abs(change) > Math.abs(cells.change)) cells.change = change;
    return true;
  }

  /** The way back down is another ramp than the way up, though a long window still holds part of it. */
  private begin(sinceMs: number, change: number): void {
    const { cells } = this;
    cells.sinceMs = change * cells.change < 0 ? Math.max(sinceMs, cells.endMs) : sinceMs;
    cells.change = 0;
  }

  /** It goes on as long as the last half hour rises, or falls, with the whole. */
  private recentSlope(): number {
    for (let ago = 0; ago <= RECENT_POINTS; ago++) points[RECENT_POINTS - ago] = this.point(ago);
    return theilSenSlope(points, RECENT_POINTS + 1);
  }

  private point(ago: number): number {
    return this.levels.get(slot(this.cells.known, ago));
  }
}

function slot(known: number, ago: number): number {
  return (known - 1 - ago) % POINTS;
}

function largestStep(values: Float64Array, count: number): number {
  let largest = 0;
  for (let index = 1; index < count; index++) {
    largest = Math.max(largest, Math.abs((values[index] as number) - (values[index - 1] as number)));
  }
  return largest;
}
