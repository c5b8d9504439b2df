import { endOf, type Grid, ROLLUP_MS } from './grid.js';
import type { Segment } from './extent.js';

const NOWHERE = -1;

/**
 * Where the frames of a block belong in a grid. Below a minute's step raw samples are cut at the borders of buckets: ticks
 * jitter, so two of them may begin in one second and none in the next, though both seconds are known. From a minute on a
 * sample belongs to the minute it begins in, as in the roll-up.
 *
 * The arrays are used again for the next block.
 */
export class FramePlaces {
  /** The first bucket that a frame touches, negative before the grid; `whole` frames touch no other. */
  first = new Int32Array(0);
  /** The last bucket that it touches; less than the first where the frame is not of the segment. */
  last = new Int32Array(0);
  private startMs: Float64Array = new Float64Array(0);
  private ms: Float64Array = new Float64Array(0);
  private readonly cuts: boolean;

  constructor(
    private readonly grid: Grid,
    private readonly segment: Segment,
  ) {
    this.cuts = segment.resolution === 'raw' && grid.stepMs < ROLLUP_MS;
  }

  /** Finds the places of the next block's frames. */
  set(startMs: Float64Array, ms: Float64Array): void {
    this.startMs = startMs;
    this.ms = ms;
    if (this.first.length < startMs.length) {
      this.first = new Int32Array(startMs.length);
      this.last = new Int32Array(startMs.length);
    }
    for (let frame = 0; frame < startMs.length; frame += 1) this.place(frame, startMs[frame] ?? 0, ms[frame] ?? 0);
  }

  /** Adds an amount of a frame to the bins that begin at `offset`, in proportion to the time that lies in each bucket. */
  add(bins: Float64Array, offset: number, frame: number, amount: number): void {
    const first = this.first[frame] ?? 0;
    const last = this.last[frame] ?? NOWHERE;
    if (first === last) {
      bins[offset + first] = (bins[offset + first] ?? 0) + amount;
      return;
    }
    const { stepMs, startMs, count } = this.grid;
    const ms = this.ms[frame] ?? 1;
    const fromMs = (this.startMs[frame] ?? 0) - startMs;
    const untilMs = Math.min(fromMs + ms, this.segment.untilMs - startMs);
    for (let bucket = Math.max(0, first); bucket <= last && bucket < count; bucket += 1) {
      const pieceMs = Math.min(untilMs, (bucket + 1) * stepMs) - Math.max(fromMs, bucket * stepMs);
      bins[offset + bucket] = (bins[offset + bucket] ?? 0) + amount * (pieceMs / ms);
    }
  }

  /** Adds a column: what each of the frames holds. Frames follow each other in time, so a bucket is written once or twice. */
  addAll(bins: Float64Array, offset: number, count: number, frames: Uint32Array, column: Float64Array): void {
    const { first, last } = this;
    let open = NOWHERE;
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const frame = frames[index] as number;
      const bucket = first[frame] as number;
      if (bucket !== last[frame]) this.add(bins, offset, frame, column[index] as number);
      else if (bucket === open) sum += column[index] as number;
      else {
        if (open >= 0) (bins[offset + open] as number) += sum;
        open = bucket;
        sum = column[index] as number;
      }
    }
    if (open >= 0) (bins[offset + open] as number) += sum;
  }

  /** Adds the lengths of the frames. */
  addLengths(bins: Float64Array, offset: number, count: number, frames: Uint32Array): void {
    for (let index = 0; index < count; index += 1) {
      const frame = frames[index] as number;
      this.add(bins, offset, frame, this.ms[frame] as number);
    }
  }

  /** Raises the bins of every bucket that a frame touches to a value. */
  raise(bins: Float64Array, offset: number, frame: number, value: number): void {
    const last = Math.min(this.last[frame] ?? NOWHERE, this.grid.count - 1);
    for (let bucket = Math.max(0, this.first[frame] ?? 0); bucket <= last; bucket += 1) {
      if (value > (bins[offset + bucket] ?? 0)) bins[offset + bucket] = value;
    }
  }

  private place(frame: number, startMs: number, ms: number): void {
    const { grid, segment } = this;
    this.first[frame] = 0;
    this.last[frame] = NOWHERE;
    if (startMs < segment.fromMs || startMs >= segment.untilMs) return;
    const first = Math.floor((startMs - grid.startMs) / grid.stepMs);
    const last = this.cuts && ms > 0 ? this.lastOf(startMs + ms) : first;
    // A frame may begin before the grid, and reach into it or not; none begins behind it.
    if (last < 0 || startMs >= endOf(grid)) return;
    this.first[frame] = first;
    this.last[frame] = last;
  }

  /** What reaches over the end of the segment, which may lie within the last bucket, is cut there. */
  private lastOf(endMs: number): number {
    const { startMs, stepMs, count } = this.grid;
    return endMs > this.segment.untilMs ? count : Math.ceil((endMs - startMs) / stepMs) - 1;
  }
}
