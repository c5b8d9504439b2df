import type { Memory } from '../baseline/memory.js';

const LEAST_STRETCH_MS = 60_000;
/** A stretch of which less was seen is not judged. */
const LEAST_SHARE = 0.5;
/** From this share on it is closed without waiting for the sample that begins the next. */
const FULL_SHARE = 0.995;

/** Gathers samples into stretches of a minute, or of one sample where samples are longer. */
export class Stretch {
  private readonly cells;
  /** The stretch that was closed last. */
  startMs = 0;
  lengthMs = 0;
  mean = 0;

  constructor(memory: Memory) {
    this.cells = memory.record('number', 'sum', 'coveredMs', 'lengthMs');
  }

  /** Adds a rate. True when with it a stretch was closed, which is then in the fields. */
  add(startMs: number, lengthMs: number, stepMs: number, rate: number): boolean {
    const { cells } = this;
    const stretchMs = Math.max(LEAST_STRETCH_MS, stepMs);
    if (cells.lengthMs !== stretchMs) [cells.lengthMs, cells.coveredMs, cells.sum] = [stretchMs, 0, 0];
    // A sample belongs where its middle is: ticks are not exactly on the second.
    const number = Math.floor((startMs + lengthMs / 2) / stretchMs);
    const isClosed = number !== cells.number && this.close();
    cells.number = number;
    cells.sum += rate * lengthMs;
    cells.coveredMs += lengthMs;
    return cells.coveredMs >= FULL_SHARE * stretchMs ? this.close() : isClosed;
  }

  private close(): boolean {
    const { cells } = this;
    const { coveredMs, sum } = cells;
    cells.coveredMs = 0;
    cells.sum = 0;
    if (coveredMs < LEAST_SHARE * cells.lengthMs) return false;
    this.startMs = cells.number * cells.lengthMs;
    this.lengthMs = cells.lengthMs;
    this.mean = sum / coveredMs;
    return true;
  }
}
