import type { Memory } from '../baseline/memory.js';
import type { Row } from './row.js';
import { Smoothing } from './smooth.js';

/** What it does so often in a day, it does by itself. */
const TIMES_TO_BE_USUAL = 3;
const TIMES_USUAL = 3;
/** Before so much was seen it is not known how often it does. */
const LEARNS_FOR_MS = 3_600_000;
const LEARNS_FOR_SAMPLES = 24;
/** A shorter one than usual makes them so much shorter. */
const SHORTENS_SHARE = 0.1;
const fading = new Smoothing(24 * 3_600_000);

/** Times of much less traffic than usual: how often there were of late, and how long they are. */
export class Lows {
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('sinceMs', 'usualMs', 'times', 'seenMs', 'samples');
  }

  /** Whether the present one is but what comes again and again. */
  isUsual(atMs: number): boolean {
    const { sinceMs, usualMs, times, seenMs, samples } = this.cells;
    if (seenMs < LEARNS_FOR_MS || samples < LEARNS_FOR_SAMPLES) return true;
    return times >= TIMES_TO_BE_USUAL && atMs - sinceMs <= TIMES_USUAL * usualMs;
  }

  see(row: Row, isLow: boolean): void {
    const { cells } = this;
    cells.seenMs += row.lengthMs;
    cells.samples += 1;
    cells.times -= fading.shareOf(row.lengthMs) * cells.times;
    if (isLow && cells.sinceMs === 0) cells.sinceMs = row.startMs;
    if (!isLow && cells.sinceMs > 0) this.end(row);
  }

  /** Samples are of another length from now on: shorter ones show what longer ones hid. */
  forget(): void {
    const { cells } = this;
    [cells.sinceMs, cells.usualMs, cells.times, cells.seenMs, cells.samples] = [0, 0, 0, 0, 0];
  }

  private end(row: Row): void {
    const { cells } = this;
    const change = row.startMs - cells.sinceMs - cells.usualMs;
    cells.usualMs += (change > 0 ? 1 : SHORTENS_SHARE) * change;
    cells.times += 1;
    cells.sinceMs = 0;
  }
}
