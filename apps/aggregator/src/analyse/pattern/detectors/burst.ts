import type { Memory } from '../../baseline/memory.js';
import type { Tail } from '../../baseline/tail.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';
import { Smoothing } from '../smooth.js';

export const LEAST_DEVIATIONS = 6;
const LEAST_TIMES_USUAL = 1.5;
/** Where mostly nothing goes on, what is usual is nothing: there a burst goes so many times beyond what did go on at times. */
const TIMES_ACTIVITY = 12;
const MOSTLY_NOTHING_SHARE = 0.1;
/** So much at once is learnt of it: one event changes little, what recurs is soon known. */
const LEARNT_TIMES = 10;
const activity = new Smoothing(24 * 3_600_000);
const OVER_BELOW_DEVIATIONS = 2;
/** Or below this share of its peak: meanwhile the usual may have moved on. */
const OVER_BELOW_SHARE = 0.1;
/** Less than this is chatter. */
const LEAST_BYTES_PER_SECOND = 1_000;
/** Bursts end within 5 minutes; from there to where a longer class is sure it is still best called one. */
const LONGEST_MS = 15 * 60_000;
/** A sample above what the link can carry is a counter's fault until the next one says the same. */
const POSSIBLE_CAPACITY = 1.05;

/**
 * Burst: more than 1.5 times the usual and more than 6 robust standard deviations above it, or more than what is rare for this
 * series where its noise goes further by itself; where mostly nothing goes on, far beyond what does. Over when back within 2.
 */
export class Burst implements Detector {
  readonly class = 'burst';
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly tail: Tail,
  ) {
    this.cells = memory.record('isOn', 'sinceMs', 'peak', 'limit', 'fourth', 'samples');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    this.learn(row);
    if (!row.isJudged) return NOTHING;
    const { limit } = this.tail;
    if (!row.isAfterGap && !row.isJobRunning && !row.isOtherEvent)
      this.tail.learn(row.atMs, row.deviations, row.stepMs);
    if (cells.isOn === 0 && this.isOut(row, limit)) {
      [cells.isOn, cells.sinceMs, cells.peak, cells.limit] = [1, row.startMs, row.deviations, limit];
    } else if (cells.isOn === 1 && row.deviations < Math.max(OVER_BELOW_DEVIATIONS, OVER_BELOW_SHARE * cells.peak)) {
      cells.isOn = 0;
    }
    if (cells.isOn === 0 || row.isJobRunning || row.atMs - cells.sinceMs > LONGEST_MS) return NOTHING;
    cells.peak = Math.max(cells.peak, row.deviations);
    return strengthOf(cells.peak / cells.limit, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return { deviations: this.cells.peak, rareDeviations: this.cells.limit };
  }

  /** What goes on at times, however rarely: the fourth root of the mean fourth power of the last day. */
  private get atTimes(): number {
    return Math.sqrt(Math.sqrt(this.cells.fourth));
  }

  private learn(row: Row): void {
    if (row.bytes !== row.bytes) return;
    const { cells } = this;
    cells.samples += 1;
    const share = Math.max(activity.shareOf(row.lengthMs), 1 / cells.samples);
    const most =
      cells.fourth > 0 ? fourthPower(LEARNT_TIMES) * Math.max(cells.fourth, fourthPower(row.expected)) : Infinity;
    cells.fourth += share * (Math.min(fourthPower(row.bytes), most) - cells.fourth);
  }

  private isOut(row: Row, limit: number): boolean {
    if (!(row.deviations > limit) || row.bytes < LEAST_BYTES_PER_SECOND) return false;
    const { atTimes } = this;
    if (row.expected < MOSTLY_NOTHING_SHARE * atTimes && row.bytes < TIMES_ACTIVITY * atTimes) return false;
    if (row.isAfterGap || row.bytes > 2 * POSSIBLE_CAPACITY * row.capacity) return false;
    return row.bytes > LEAST_TIMES_USUAL * row.expected;
  }
}

function fourthPower(value: number): number {
  const square = value * value;
  return square * square;
}
