import type { Memory } from './memory.js';

/** The median of absolute deviations of normal noise, in its standard deviations. */
const MEDIAN_DEVIATION = 0.6745;
/** Of what is quarantined only this share is learnt: enough to leave a scale that began far too small. */
const QUARANTINE_SHARE = 0.1;

/** Robust scale of residuals: a running 1.48 × MAD. It moves by a fixed share a value, so that no outlier moves it far. */
export class Scale {
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly smallest: number,
    private readonly leastRate: number,
    /** While few values are known it moves faster. */
    private readonly firstRate = 0.6,
  ) {
    this.cells = memory.record('scale', 'count');
  }

  get value(): number {
    return Math.max(this.cells.scale, this.smallest);
  }

  /** What comes is of another kind: it starts from what was learnt, and moves fast. */
  loosen(): void {
    this.cells.count = Math.min(this.cells.count, 1);
  }

  learn(residual: number, isQuarantined: boolean): void {
    const { cells } = this;
    const size = Math.abs(residual);
    if (cells.count === 0) cells.scale = Math.max(size / MEDIAN_DEVIATION, this.smallest);
    const rate =
      Math.max(this.leastRate, this.firstRate / Math.sqrt(cells.count + 1)) * (isQuarantined ? QUARANTINE_SHARE : 1);
    const isAbove = size > MEDIAN_DEVIATION * cells.scale;
    cells.scale = Math.max(cells.scale * (isAbove ? 1 + rate : 1 - rate), this.smallest / 2);
    cells.count += 1;
  }
}
