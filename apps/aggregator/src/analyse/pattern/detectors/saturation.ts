import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';

const LEAST_SHARE = 0.9;
const MOST_VARIATION = 0.02;
const LEAST_MS = 60_000;
const MEASURED_OVER_MS = 30_000;
const MOST_COUNTED = 0.3;

/**
 * Saturation: one way carries more than 90 % of what the link can, for a minute and three samples, and hardly varies (by less
 * than 2 %): it is the link that sets the rate. Packets dropped meanwhile confirm it.
 */
export class Saturation implements Detector {
  readonly class = 'saturation';
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('sinceMs', 'mean', 'variance', 'dropped', 'isOut', 'share');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const { rxBytes, txBytes, capacity } = row;
    const rate = txBytes > rxBytes || rxBytes !== rxBytes ? txBytes : rxBytes;
    if (!(rate > LEAST_SHARE * capacity)) {
      if (rate === rate) cells.sinceMs = 0;
      return NOTHING;
    }
    if (cells.sinceMs === 0) [cells.sinceMs, cells.mean, cells.variance, cells.dropped] = [row.startMs, rate, 0, 0];
    const share = Math.min(MOST_COUNTED, row.lengthMs / MEASURED_OVER_MS);
    cells.variance += share * ((rate - cells.mean) ** 2 - cells.variance);
    cells.mean += share * (rate - cells.mean);
    if (row.dropped > 0) cells.dropped += (row.dropped * row.lengthMs) / 1_000;
    const durationMs = row.atMs - cells.sinceMs + row.stepMs / 10;
    const neededMs = row.atLeast(3, LEAST_MS);
    if (durationMs < neededMs || Math.sqrt(cells.variance) > MOST_VARIATION * cells.mean) return NOTHING;
    [cells.isOut, cells.share] = [rate === txBytes ? 1 : 0, cells.mean / capacity];
    return strengthOf((durationMs / neededMs) * (cells.dropped > 0 ? 3 : 1.5));
  }

  evidence(): Record<string, number> {
    return { shareOfCapacity: this.cells.share, droppedPackets: this.cells.dropped, isOutgoing: this.cells.isOut };
  }
}
