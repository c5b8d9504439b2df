import type { CellList, Memory } from '../../baseline/memory.js';
import { Scale } from '../../baseline/scale.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';
import { theilSenSlope } from '../theil-sen.js';

const MINUTE_MS = 60_000;
const POINT_MS = 5 * MINUTE_MS;
const POINTS = 37;
/** Half an hour, an hour, three hours. */
const WINDOWS = [6, 12, 36];
const LEAST_DEVIATIONS = 4;
/** A change over such a window must be so many times as large as they usually are. */
const LEAST_SPREADS = 5;
const LEAST_SHARE = 0.25;
const MOST_STEP_SHARE = 0.4;
/** A shape of the day that is not known yet rises by itself. */
const LEAST_SHARE_UNFORETOLD = 0.5;
/** So much of the change is seen in the traffic itself; else it is the expectation that moved. */
const LEAST_RAW_SHARE = 0.5;
const SMALLEST_SPREAD = 0.02;

const points = new Float64Array(POINTS);
const raw = new Float64Array(POINTS);

/**
 * Ramp: over half an hour, an hour or three, the Theil–Sen slope makes a change of more than 4 robust standard deviations, of
 * a quarter of the level, and of five times what is usual over such a time; no single step makes more than 40 % of it.
 */
export class Ramp implements Detector {
  readonly class = 'ramp';
  private readonly cells;
  private readonly levels: CellList;
  private readonly factors: CellList;
  private readonly spreads: readonly Scale[];

  constructor(memory: Memory) {
    this.cells = memory.record(
      'number',
      'sum',
      'stretches',
      'factor',
      'known',
      'sinceMs',
      'isOn',
      'change',
      'limit',
      'slope',
    );
    this.levels = memory.list(POINTS);
    this.factors = memory.list(POINTS);
    this.spreads = WINDOWS.map(() => new Scale(memory, SMALLEST_SPREAD, 0.02));
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  /** Looks at a stretch that was closed, with the level that it had. True when a ramp has ended, and its level is to be taken. */
  look(row: Row, level: number, factor: number): boolean {
    const { cells } = this;
    const pointMs = Math.max(POINT_MS, row.history.stretchMs);
    const number = Math.floor(row.stretch.startMs / pointMs);
    const isClosed = number !== cells.number && cells.stretches > 0 && this.close(number);
    cells.number = number;
    cells.sum += level;
    cells.factor += factor;
    cells.stretches += 1;
    return isClosed && this.judge(row, pointMs);
  }

  /** The shape of the day has taken up part of the level, or given it back; the traffic itself stays. */
  scale(ratio: number): void {
    for (let index = 0; index < POINTS; index++) {
      this.levels.set(index, this.levels.get(index) * ratio);
      this.factors.set(index, this.factors.get(index) / ratio);
    }
    this.cells.sum *= ratio;
    this.cells.factor /= ratio;
  }

  step(row: Row): number {
    const { change, limit, isOn } = this.cells;
    return isOn === 0 ? NOTHING : strengthOf(Math.abs(change) / limit, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    const { change, slope } = this.cells;
    return { changeShare: change, changeShareAnHour: slope };
  }

  private close(number: number): boolean {
    const { cells } = this;
    const missing = number - cells.number - 1;
    this.push(cells.sum / cells.stretches, cells.factor / cells.stretches);
    for (let index = 0; index < Math.min(missing, POINTS); index++) this.push(NaN, NaN);
    [cells.sum, cells.factor, cells.stretches] = [0, 0, 0];
    return missing === 0;
  }

  private push(level: number, factor: number): void {
    const { cells } = this;
    this.levels.set(cells.known % POINTS, level);
    this.factors.set(cells.known % POINTS, factor);
    cells.known += 1;
  }

  private judge(row: Row, pointMs: number): boolean {
    const { cells } = this;
    const wasOn = cells.isOn === 1;
    const isOn = row.baseline.isReady && WINDOWS.some((window, index) => this.judgeWindow(row, window, index, pointMs));
    cells.isOn = isOn ? 1 : 0;
    return wasOn && !isOn;
  }

  private judgeWindow(row: Row, window: number, index: number, pointMs: number): boolean {
    const { cells } = this;
    if (cells.known < window + 1) return false;
    const { baseline } = row;
    const level = baseline.level || 1;
    const change = (this.point(0) - this.point(window)) / level;
    if (change !== change) return false;
    const spread = this.spreads[index] as Scale;
    const deviation = baseline.stretchDeviation / (baseline.expected || 1);
    const least = baseline.profile.weight > 0.5 ? LEAST_SHARE : LEAST_SHARE_UNFORETOLD;
    const limit = Math.max(LEAST_DEVIATIONS * deviation, LEAST_SPREADS * spread.value, least);
    if (!row.isEvent) spread.learn(change, Math.abs(change) > limit);
    if (cells.known < 2 * window || Math.abs(change) < limit) return false;
    return this.isRamp(row, window, limit, pointMs, level);
  }

  private isRamp(row: Row, window: number, limit: number, pointMs: number, level: number): boolean {
    const { cells } = this;
    const stride = window > 18 ? 2 : 1;
    let count = 0;
    for (let ago = window; ago >= 0; ago -= stride) {
      points[count] = this.point(ago) / level;
      raw[count] = (this.point(ago) * this.factors.get(slot(cells.known, ago))) / level;
      count += 1;
    }
    const slope = theilSenSlope(points, count) / stride;
    const change = slope * window;
    if (!(Math.abs(change) > limit) || largestStep(points, count) > MOST_STEP_SHARE * Math.abs(change)) return false;
    if (theilSenSlope(raw, count) / stride / slope < LEAST_RAW_SHARE) return false;
    const startMs = row.stretch.startMs - (window + 1) * pointMs;
    if (cells.isOn === 0) [cells.sinceMs, cells.change] = [startMs, 0];
    [cells.limit, cells.slope] = [limit, (slope * 60 * MINUTE_MS) / pointMs];
    if (Math.abs(change) > Math.abs(cells.change)) cells.change = change;
    return true;
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
