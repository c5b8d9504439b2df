import type { Memory } from '../../baseline/memory.js';
import { Scale } from '../../baseline/scale.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';

const LEAST_MOVE = Math.log(4);
const GOES_ON_MOVE = Math.log(2.5);
const LEAST_SPREADS = 6;
/** Two minutes, less what the smoothing takes to turn. */
const LEAST_MS = 112_000;
const BURST_MS = 5 * 60_000;
const USUAL_OVER_MS = 24 * 3_600_000;
const ENOUGH_SAMPLES = 40;
const ENOUGH_MS = 30 * 60_000;
const FLOOR_BYTES_PER_SECOND = 100;
/** Traffic that is next to nothing has no direction. */
const LEAST_SHARE_OF_USUAL = 0.2;
const LEAST_WAY_SHARE = 0.002;
/** The way that was the larger has become smaller; else more came one way, which may be a burst. */
const FALLEN_SHARE = 0.8;
const SMALLEST_SPREAD = 0.02;
/** What stays so long is how it is now. */
const ADOPTED_AFTER_MS = 12 * 3_600_000;

/**
 * Asymmetric flip: for two minutes the other way carries more than usual, and the ratio of both ways is more than four times
 * off its usual one. The larger way must have fallen, else it is a flip only after the five minutes that a burst may take.
 */
export class AsymmetricFlip implements Detector {
  readonly class = 'asymmetric flip';
  private readonly cells;
  private readonly spread: Scale;

  constructor(memory: Memory) {
    this.cells = memory.record('usual', 'samples', 'seenMs', 'sinceMs', 'move', 'now');
    this.spread = new Scale(memory, SMALLEST_SPREAD, 0.002);
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const { rx, tx } = row.directions;
    const floor = LEAST_WAY_SHARE * row.expected;
    if (row.rxBytes !== row.rxBytes || row.txBytes !== row.txBytes || row.expected < FLOOR_BYTES_PER_SECOND)
      return NOTHING;
    if (rx.bytes + tx.bytes < LEAST_SHARE_OF_USUAL * row.expected) return NOTHING;
    const now = Math.log((rx.bytes + floor) / (tx.bytes + floor));
    const move = Math.abs(now - cells.usual);
    if (!this.isFlipped(now, move)) {
      cells.sinceMs = 0;
      this.learn(row, now);
      return NOTHING;
    }
    if (cells.sinceMs === 0) cells.sinceMs = row.startMs;
    const durationMs = row.atMs - cells.sinceMs + row.stepMs / 10;
    if (durationMs > ADOPTED_AFTER_MS) this.adopt(now);
    if (durationMs < LEAST_MS || (durationMs <= BURST_MS && !hasFallen(row, cells.usual))) return NOTHING;
    [cells.move, cells.now] = [move, now];
    return strengthOf(move / this.leastMove, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return {
      timesOff: Math.exp(this.cells.move),
      inToOut: Math.exp(this.cells.now),
      usualInToOut: Math.exp(this.cells.usual),
    };
  }

  private get leastMove(): number {
    return Math.max(LEAST_MOVE, LEAST_SPREADS * this.spread.value);
  }

  private isFlipped(now: number, move: number): boolean {
    const { cells } = this;
    if (cells.samples < ENOUGH_SAMPLES || cells.seenMs < ENOUGH_MS) return false;
    return now * cells.usual < 0 && move > (cells.sinceMs > 0 ? GOES_ON_MOVE : this.leastMove);
  }

  private learn(row: Row, now: number): void {
    const { cells } = this;
    if (row.isEvent) return;
    cells.samples += 1;
    cells.seenMs += row.lengthMs;
    const bound = cells.samples > ENOUGH_SAMPLES ? 3 * this.spread.value : Infinity;
    const share = Math.max(1 / cells.samples, (2 * row.lengthMs) / USUAL_OVER_MS);
    const error = now - cells.usual;
    if (cells.samples > 2) this.spread.learn(error, false);
    cells.usual += share * Math.max(-bound, Math.min(bound, error));
  }

  private adopt(now: number): void {
    [this.cells.usual, this.cells.sinceMs] = [now, 0];
  }
}

function hasFallen(row: Row, usual: number): boolean {
  const larger = usual > 0 ? row.directions.rx : row.directions.tx;
  return larger.bytes < FALLEN_SHARE * larger.usualBytes;
}
