import type { Memory } from '../../baseline/memory.js';
import type { Departure } from '../departure.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import { Lows } from '../lows.js';
import type { Quiet } from '../quiet.js';
import type { Row } from '../row.js';
import { Smoothing } from '../smooth.js';

const MOST_SHARE = 0.5;
const OVER_FROM_SHARE = 0.65;
const LEAST_DEVIATIONS = 4;
const recent = new Smoothing(10_000);
/** A minute, less what the smoothing takes to fall. */
const LEAST_MS = 46_000;
/** One sample that lasts a minute says less than many. */
const ONE_SAMPLE_TIMES = 1.3;
/** What is rare in a minute is rarer still where half is gone besides. */
const TAIL_SHARE = 0.75;
/** Less than this is chatter. */
const FLOOR_BYTES_PER_SECOND = 1_000;

/**
 * Drop: for a minute less than half of the usual, and more than 4 robust standard deviations (of means over a minute) below it,
 * or more than what is rare for this series, and longer than it lasts where that comes again and again. Averaged over ten seconds, so that one lively second does not end it.
 */
export class Drop implements Detector {
  readonly class = 'drop';
  private readonly cells;
  private readonly lows: Lows;

  constructor(
    memory: Memory,
    private readonly departure: Departure,
    private readonly quiet: Quiet,
  ) {
    this.cells = memory.record('isOn', 'sinceMs', 'average', 'lowest', 'usual', 'limit', 'isKnown');
    this.lows = new Lows(memory);
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    if (row.bytes !== row.bytes) return NOTHING;
    cells.average = recent.next(cells.isKnown === 0 ? NaN : cells.average, row.bytes, row.lengthMs);
    cells.isKnown = 1;
    if (!row.baseline.isReady && cells.isOn === 0) return NOTHING;
    this.lows.see(row, cells.average < (cells.isOn === 1 ? OVER_FROM_SHARE : MOST_SHARE) * row.expected);
    const below = (row.expected - cells.average) / row.baseline.stretchDeviation;
    this.turn(row, below);
    if (cells.isOn === 0 || row.atMs - cells.sinceMs < LEAST_MS) return NOTHING;
    const isOneSample = row.atMs - cells.sinceMs <= row.lengthMs;
    if (isOneSample && below < ONE_SAMPLE_TIMES * cells.limit) return NOTHING;
    if (this.lows.isUsual(row.atMs)) return NOTHING;
    cells.lowest = Math.min(cells.lowest, cells.average);
    return strengthOf(below / cells.limit, row.baseline.confidence);
  }

  /** Samples are of another length from now on. */
  loosen(): void {
    if (this.cells.isOn === 0) this.lows.forget();
  }

  evidence(): Record<string, number> {
    return { lowestShare: this.cells.lowest / this.cells.usual };
  }

  private turn(row: Row, below: number): void {
    const { cells } = this;
    const { expected } = row;
    if (cells.isOn === 1) {
      if (cells.average > OVER_FROM_SHARE * expected) cells.isOn = 0;
      return;
    }
    // What is idle at times drops to nothing each time.
    if (this.quiet.isAsUsual) return;
    if (row.isAfterGap || expected < FLOOR_BYTES_PER_SECOND || cells.average > MOST_SHARE * expected) return;
    const limit = this.departure.limit(row, -1, LEAST_DEVIATIONS, TAIL_SHARE);
    if (below < limit) return;
    [cells.isOn, cells.sinceMs, cells.limit, cells.lowest, cells.usual] = [
      1,
      row.startMs,
      limit,
      cells.average,
      expected,
    ];
  }
}
