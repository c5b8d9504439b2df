import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Direction } from '../directions.js';
import type { Row } from '../row.js';

const LEAST_TIMES = 10;
const GOES_ON_TIMES = 5;
const OTHER_SPREADS = 2.5;
const LEAST_OTHER_SHARE = 0.3;
/** Half a minute, less what the smoothing takes to rise. */
const LEAST_MS = 22_000;
/** A way that is usually idle does not flood by saying ten times as little. */
const LEAST_SHARE_OF_ALL = 1;

/** One-way flood: for half a minute one way carries more than ten times its usual (or more than is rare here), while the other stays as it is. */
export class OneWayFlood implements Detector {
  readonly class = 'one-way flood';
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('sinceMs', 'times', 'isOut');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const { rx, tx, areKnown, byteTail } = row.directions;
    if (!areKnown || row.isAfterGap) return NOTHING;
    const limit = cells.sinceMs > 0 ? GOES_ON_TIMES : byteTail.limit;
    const isOut = isFlood(tx, rx, limit, row.expected);
    if (!isOut && !isFlood(rx, tx, limit, row.expected)) {
      cells.sinceMs = 0;
      return NOTHING;
    }
    if (cells.sinceMs === 0) [cells.sinceMs, cells.times] = [row.startMs, 0];
    if (row.atMs - cells.sinceMs < LEAST_MS) return NOTHING;
    const flooded = isOut ? tx : rx;
    // The smoothing falls more slowly than what is over.
    if ((isOut ? row.txBytes : row.rxBytes) < GOES_ON_TIMES * flooded.usualBytes) return NOTHING;
    cells.times = Math.max(cells.times, flooded.bytes / Math.max(1, flooded.usualBytes));
    cells.isOut = isOut ? 1 : 0;
    return strengthOf(cells.times / LEAST_TIMES, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return { timesUsualOneWay: this.cells.times, isOutgoing: this.cells.isOut };
  }
}

function isFlood(one: Direction, other: Direction, limit: number, expected: number): boolean {
  if (one.bytes < limit * one.usualBytes || one.bytes < LEAST_SHARE_OF_ALL * expected) return false;
  const most = Math.max(OTHER_SPREADS * other.spread, LEAST_OTHER_SHARE) * other.usualBytes;
  return Math.abs(other.bytes - other.usualBytes) <= most;
}
