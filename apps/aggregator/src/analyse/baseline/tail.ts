import type { Memory } from './memory.js';

const BLOCK_MS = 3_600_000;
/** A block has at least so many samples, else its maximum says nothing of the tail. */
const SAMPLES_A_BLOCK = 60;
const BLOCKS_REMEMBERED = 60;
/** What lies beyond the limit is learnt as if it were so many deviations above the mean: once it hardly counts, block by block it does. */
const LEARNT_DEVIATIONS = 2;
const DEVIATIONS_TO_RARE = 4.5;
const MEAN_TO_STANDARD_DEVIATION = 1.25;
/** The spread of the logarithm of maxima where few are known: so much, as if so many had said it. */
const PRIOR_DEVIATION = 0.2;
const PRIOR_BLOCKS = 3;
/** Before the first block is over the limit is so many times the least, and so many times the largest so far. */
const TIMES_AT_FIRST = 2.2;
const TIMES_LARGEST_AT_FIRST = 2;
/** Smaller maxima are all alike: such blocks saw nothing. */
const SMALLEST_SHARE = 0.1;

/**
 * How far a series goes by itself. The maxima of past hours say, by extreme-value statistics on their logarithms, what is
 * exceeded once in months, so that heavy-tailed noise is not told as an event and calm series keep the fixed limit.
 */
export class Tail {
  private readonly cells;

  constructor(
    memory: Memory,
    /** The limit for calm series. */
    private readonly least: number,
  ) {
    this.cells = memory.record('blockEndMs', 'maximum', 'mean', 'deviation', 'blocks', 'limit');
  }

  /** What is rare here, at least the limit for calm series. */
  get limit(): number {
    const { limit, maximum } = this.cells;
    return limit === 0 ? Math.max(this.least * TIMES_AT_FIRST, maximum * TIMES_LARGEST_AT_FIRST) : limit;
  }

  /** What comes is of another kind: nothing is known of it. */
  forget(): void {
    Object.assign(this.cells, { blockEndMs: 0, maximum: 0, mean: 0, deviation: 0, blocks: 0, limit: 0 });
  }

  learn(atMs: number, value: number, stepMs: number): void {
    const { cells } = this;
    if (atMs >= cells.blockEndMs) this.closeBlock(atMs, stepMs);
    if (value > cells.maximum) cells.maximum = value;
  }

  private closeBlock(atMs: number, stepMs: number): void {
    const { cells } = this;
    if (cells.blockEndMs > 0) this.addBlock(this.learnt(cells.maximum));
    cells.blockEndMs = atMs + Math.max(BLOCK_MS, SAMPLES_A_BLOCK * stepMs);
    cells.maximum = 0;
  }

  /** The logarithm of a maximum, within bounds: beyond the limit was an event, which is not what is usual. */
  private learnt(maximum: number): number {
    const { mean, deviation, blocks } = this.cells;
    if (maximum <= this.limit) return Math.log(Math.max(SMALLEST_SHARE * this.least, maximum));
    return blocks === 0 ? Math.log(this.least) : mean + LEARNT_DEVIATIONS * deviation;
  }

  private addBlock(value: number): void {
    const { cells } = this;
    cells.blocks += 1;
    const share = 1 / Math.min(cells.blocks, BLOCKS_REMEMBERED);
    if (cells.blocks === 1) cells.deviation = PRIOR_DEVIATION;
    const deviation = Math.abs(value - cells.mean) * MEAN_TO_STANDARD_DEVIATION;
    if (cells.blocks > 1)
      cells.deviation += (deviation - cells.deviation) / Math.min(cells.blocks + PRIOR_BLOCKS, BLOCKS_REMEMBERED);
    cells.mean += share * (value - cells.mean);
    cells.limit = Math.max(this.least, Math.exp(cells.mean + DEVIATIONS_TO_RARE * cells.deviation));
  }
}
