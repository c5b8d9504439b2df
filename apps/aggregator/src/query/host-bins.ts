import { type Counter, COUNTERS } from '@weir/model';
import { scanBlock } from '../store/block/codec.js';
import type { FrameSink } from '../store/block/frame.js';
import type { UnreadStretch } from '../store/block/made-up.js';
import { MAX_RX, MAX_TX } from '../store/rollup/bucket.js';
import { intersection, type Range } from './averages.js';
import { type Bins, emptyBins } from './bins.js';
import { ExactFrames, ExactSums } from './exact-sums.js';
import type { Segment } from './extent.js';
import { type Lifetime, livesThrough } from './fill.js';
import { FramePlaces } from './frame-places.js';
import type { Grid } from './grid.js';
import type { Scratch } from './scratch.js';

/** The columns of a bucket of the roll-up that follow its sums: the highest rates of single samples. */
const MAXIMUM_COLUMN: Partial<Readonly<Record<Counter, number>>> = { rxBytes: MAX_RX, txBytes: MAX_TX };

/** What is asked of each unit. */
export interface Shape {
  readonly grid: Grid;
  readonly counters: readonly Counter[];
  /** The counters whose highest rate of a single sample is wanted: of bytes only, no others are kept. */
  readonly maxima: readonly Counter[];
  /** Whether the sum of each bucket is wanted too, besides rates and totals. */
  readonly sums: boolean;
  /** Only this part of the grid is read, and what begins in it is added up to the last digit. */
  readonly range?: Range;
}

/** The counters whose highest rates are kept. */
export function maximaOf(counters: readonly Counter[]): Counter[] {
  return counters.filter((counter) => counter in MAXIMUM_COLUMN);
}

/** A unit of a host, as its bins need to know it. */
export interface BinnedUnit {
  readonly seriesIds: readonly number[];
  readonly alive: Lifetime;
}

/**
 * What the units of one host counted in each bucket of a grid. Each unit has a row of bins for the ms of its samples, one
 * for each counter and one for each maximum: all in one flat array, since a day of 5,000 series is millions of values.
 */
export class HostBins {
  /** ms in which the host was present. */
  readonly presence: Bins;
  /** For each unit, the sum of each counter over the range, whose samples count as a whole where they begin; null without one. */
  readonly exact: ExactSums | null;
  /** The end of the last sample that was added, whether in the grid or behind it, ms since 1970. */
  reachMs = -Infinity;
  private readonly values: Float64Array;
  private readonly rows: number;
  private readonly unitOf: ReadonlyMap<number, number>;

  constructor(
    readonly shape: Shape,
    readonly units: readonly BinnedUnit[],
    private readonly coarseMs: number,
    scratch: Scratch,
    /** Whether the lengths of all samples are kept, since some series could not be read at times. */
    private readonly keepsLengths = false,
  ) {
    this.rows = 1 + shape.counters.length + shape.maxima.length;
    this.values = scratch.take(units.length * this.rows * shape.grid.count);
    this.presence = emptyBins(shape.grid);
    this.exact = shape.range ? new ExactSums(units.length * shape.counters.length) : null;
    this.unitOf = indexOf(units);
  }

  /**
   * ms of stored samples of a unit: a sample proves life. Kept only where that matters: in buckets in which the host was
   * not present, and of units that were not alive, or could not be read, all the time.
   */
  sampled(unit: number): Bins {
    return this.row(unit, 0);
  }

  sums(unit: number, counter: number): Bins {
    return this.row(unit, 1 + counter);
  }

  maxima(unit: number, maximum: number): Bins {
    return this.row(unit, 1 + this.shape.counters.length + maximum);
  }

  /** Adds blocks of one segment. Answers the stretches in which series of the units could not be read. */
  add(segment: Segment, blocks: readonly Uint8Array[]): UnreadStretch[] {
    const { grid, counters, maxima } = this.shape;
    const sink = new BinsSink(
      new FramePlaces(grid, segment),
      { values: this.values, presence: this.presence, bucketCount: grid.count, rows: this.rows },
      { sums: counters.length, maxima: maxima.map((counter) => counters.indexOf(counter)) },
      segment.resolution === 'raw' ? this.coarseMs : null,
      this.unitOf,
      this.units.map(({ alive }) => this.keepsLengths || !livesThrough(grid, alive)),
      this.exactIn(segment),
    );
    const columns = columnsOf(segment, this.shape);
    for (const block of blocks) scanBlock(block, columns, (id) => this.unitOf.has(id), sink);
    this.reachMs = Math.max(this.reachMs, sink.reachMs);
    return sink.unreadStretches;
  }

  /** Takes over the buckets of other bins of the same units, of the same step, as far as they lie in the grid. */
  takeOver(other: HostBins): void {
    this.reachMs = Math.max(this.reachMs, other.reachMs);
    const [own, its] = [this.shape.grid, other.shape.grid];
    const offset = Math.round((its.startMs - own.startMs) / own.stepMs);
    const [first, end] = [Math.max(0, offset), Math.min(own.count, offset + its.count)];
    if (end <= first) return;
    const take = (to: Bins, toRow: number, from: Bins, fromRow: number): void =>
      to.set(from.subarray(fromRow + first - offset, fromRow + end - offset), toRow + first);
    take(this.presence, 0, other.presence, 0);
    for (let row = 0; row < this.units.length * this.rows; row += 1) {
      take(this.values, row * own.count, other.values, row * its.count);
    }
  }

  private exactIn({ fromMs, untilMs }: Segment): ExactFrames | null {
    const { range } = this.shape;
    if (!range || !this.exact) return null;
    return new ExactFrames(this.exact, intersection(range, { fromMs, untilMs }));
  }

  private row(unit: number, row: number): Bins {
    const { count } = this.shape.grid;
    const start = (unit * this.rows + row) * count;
    return this.values.subarray(start, start + count);
  }
}

function indexOf(units: readonly BinnedUnit[]): Map<number, number> {
  const index = new Map<number, number>();
  for (const [unit, { seriesIds }] of units.entries()) for (const id of seriesIds) index.set(id, unit);
  return index;
}

/** The sums; of a level, also its maxima. */
function columnsOf({ resolution }: Segment, { counters, maxima }: Shape): number[] {
  const sums = counters.map((counter) => COUNTERS.indexOf(counter));
  return resolution === 'raw' ? sums : [...sums, ...maxima.map((counter) => MAXIMUM_COLUMN[counter] ?? 0)];
}

interface Target {
  readonly values: Float64Array;
  readonly presence: Bins;
  readonly bucketCount: number;
  readonly rows: number;
}

interface Columns {
  readonly sums: number;
  /** For each maximum, the sum that it is the maximum of. */
  readonly maxima: readonly number[];
}

class BinsSink implements FrameSink {
  readonly unreadStretches: UnreadStretch[] = [];
  reachMs = -Infinity;
  private startMs: Float64Array = new Float64Array(0);
  private ms: Float64Array = new Float64Array(0);
  private hasAbsent = false;

  constructor(
    private readonly places: FramePlaces,
    private readonly target: Target,
    private readonly columns: Columns,
    /** Null in a level, which holds maxima of its own. */
    private readonly coarseMs: number | null,
    private readonly unitOf: ReadonlyMap<number, number>,
    private readonly keepsLengths: readonly boolean[],
    private readonly exact: ExactFrames | null,
  ) {}

  frames(startMs: Float64Array, ms: Float64Array, presenceMs: Float64Array): void {
    this.startMs = startMs;
    this.ms = ms;
    this.places.set(startMs, ms);
    this.exact?.set(startMs);
    this.hasAbsent = false;
    for (let frame = 0; frame < startMs.length; frame += 1) {
      this.reachMs = Math.max(this.reachMs, (startMs[frame] ?? 0) + (ms[frame] ?? 0));
      if (presenceMs[frame]) this.places.add(this.target.presence, 0, frame, presenceMs[frame] ?? 0);
      else this.hasAbsent = true;
    }
  }

  series(id: number, count: number, frames: Uint32Array, columns: readonly Float64Array[]): void {
    const { values, rows, bucketCount } = this.target;
    const unit = this.unitOf.get(id) ?? 0;
    let row = unit * rows * bucketCount;
    if (this.hasAbsent || this.keepsLengths[unit]) this.places.addLengths(values, row, count, frames);
    for (let column = 0; column < this.columns.sums; column += 1) {
      row += bucketCount;
      const counted = columns[column] ?? this.ms;
      this.places.addAll(values, row, count, frames, counted);
      this.exact?.addAll(unit * this.columns.sums + column, count, frames, counted);
    }
    if (this.columns.maxima.length > 0) this.raiseAll(row + bucketCount, count, frames, columns);
  }

  private raiseAll(firstRow: number, count: number, frames: Uint32Array, columns: readonly Float64Array[]): void {
    for (const [index, sum] of this.columns.maxima.entries()) {
      const row = firstRow + index * this.target.bucketCount;
      if (this.coarseMs === null) this.raiseStored(row, count, frames, columns[this.columns.sums + index]);
      else this.raiseRates(row, count, frames, columns[sum], this.coarseMs);
    }
  }

  unread(id: number, frame: number, ms: number): void {
    const startMs = this.startMs[frame] ?? 0;
    if ((this.places.last[frame] ?? -1) >= 0) this.unreadStretches.push({ seriesId: id, startMs, ms });
  }

  /** A level keeps maxima plus one; 0 = all samples were coarse. */
  private raiseStored(row: number, count: number, frames: Uint32Array, column?: Float64Array): void {
    for (let index = 0; index < count; index += 1) {
      const kept = column?.[index] ?? 0;
      if (kept > 0) this.places.raise(this.target.values, row, frames[index] ?? 0, kept);
    }
  }

  private raiseRates(row: number, count: number, frames: Uint32Array, sums?: Float64Array, coarseMs = Infinity): void {
    for (let index = 0; index < count; index += 1) {
      const frame = frames[index] ?? 0;
      const ms = this.ms[frame] ?? 0;
      if (ms <= 0 || ms > coarseMs) continue;
      this.places.raise(this.target.values, row, frame, Math.round(((sums?.[index] ?? 0) * 1_000) / ms) + 1);
    }
  }
}
