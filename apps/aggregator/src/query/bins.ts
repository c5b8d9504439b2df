import type { Grid } from './grid.js';

/** One sum for each bucket of a grid. */
export type Bins = Float64Array;

/** Empty bins for a grid. */
export function emptyBins(grid: Grid): Bins {
  return new Float64Array(grid.count);
}

/**
 * Adds an amount that belongs to `buckets` neighbouring buckets, in equal shares: those that a sample longer than the
 * step covers whole (a host that ticks every 10 s, drawn at 1 s).
 */
export function spread(bins: Bins, firstBucket: number, buckets: number, amount: number): void {
  const share = amount / buckets;
  const first = Math.max(firstBucket, 0);
  const end = Math.min(firstBucket + buckets, bins.length);
  for (let bucket = first; bucket < end; bucket += 1) bins[bucket] = (bins[bucket] ?? 0) + share;
}
