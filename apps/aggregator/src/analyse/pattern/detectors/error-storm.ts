import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';

const LEAST_TIMES = 10;
const LEAST_RATIO = 1e-4;
const LEAST_ERRORS = 10;
const LEAST_SAMPLES = 3;
const USUAL_OVER_MS = 6 * 3_600_000;
/** The usual ratio is not below what so many packets without an error can say. */
const DOUBT_ERRORS = 0.3;
const GOES_ON_SHARE = 0.5;

/**
 * Error storm: over three samples in which errors rise, more than 10 times the usual errors a packet, more than one in 10,000,
 * and ten of them.
 */
export class ErrorStorm implements Detector {
  readonly class = 'error storm';
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record(
      'usualErrors',
      'usualPackets',
      'recentErrors',
      'recentPackets',
      'sinceMs',
      'errors',
      'packets',
      'samples',
      'isOn',
      'seenMs',
    );
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const packets = row.rxPackets + row.txPackets;
    if (row.errors !== row.errors || packets !== packets) return NOTHING;
    const seconds = row.lengthMs / 1_000;
    const kept = Math.max(0, 1 - row.lengthMs / row.atLeast(3, 10_000));
    cells.recentErrors = cells.recentErrors * kept + row.errors * seconds;
    cells.recentPackets = cells.recentPackets * kept + packets * seconds;
    const limit = Math.max(LEAST_RATIO, LEAST_TIMES * this.usualRatio);
    const ratio = cells.recentErrors / Math.max(1, cells.recentPackets);
    const isHigh = cells.recentErrors >= 1 && ratio > limit * (cells.isOn === 1 ? GOES_ON_SHARE : 1);
    this.count(row, isHigh, packets * seconds);
    if (!isHigh) this.learn(row, packets);
    return cells.isOn === 0 ? NOTHING : strengthOf(this.stormRatio / limit);
  }

  evidence(): Record<string, number> {
    const { errors } = this.cells;
    return { errors, errorRatio: this.stormRatio, usualErrorRatio: this.usualRatio };
  }

  private get usualRatio(): number {
    return (this.cells.usualErrors + DOUBT_ERRORS) / (this.cells.usualPackets + DOUBT_ERRORS / LEAST_RATIO);
  }

  private get stormRatio(): number {
    return this.cells.errors / Math.max(1, this.cells.packets);
  }

  private count(row: Row, isHigh: boolean, packets: number): void {
    const { cells } = this;
    if (!isHigh) {
      [cells.isOn, cells.samples] = [0, 0];
      return;
    }
    if (cells.samples === 0) [cells.sinceMs, cells.errors, cells.packets] = [row.startMs, 0, 0];
    cells.errors += (row.errors * row.lengthMs) / 1_000;
    cells.packets += packets;
    if (row.errors > 0) cells.samples += 1;
    if (cells.samples >= LEAST_SAMPLES && cells.errors >= LEAST_ERRORS - 0.01 && row.baseline.isReady) cells.isOn = 1;
  }

  private learn(row: Row, packets: number): void {
    const { cells } = this;
    const kept = Math.max(0, 1 - row.lengthMs / USUAL_OVER_MS);
    cells.usualErrors = cells.usualErrors * kept + (row.errors * row.lengthMs) / 1_000;
    cells.usualPackets = cells.usualPackets * kept + (packets * row.lengthMs) / 1_000;
  }
}
