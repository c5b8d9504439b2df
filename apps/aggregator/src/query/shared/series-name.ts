import { createHash } from 'node:crypto';
import { chooseGrid } from '../grid.js';
import type { SeriesRequest } from '../series.js';

/** Longer than this no answer is given to others, however wide its buckets are. */
const MOST_KEPT_MS = 5_000;

/**
 * The same for all requests that have the same answer, but for what is stored meanwhile: whose range is cut into the same
 * buckets. A range that ends now is cut so, for as long as its step is.
 */
export function nameOf(request: SeriesRequest): string {
  const { fromMs, toMs, points, ...rest } = request;
  const grid = chooseGrid(fromMs, toMs, points);
  // Hashed, since a filter may name thousands of hosts.
  return createHash('sha256')
    .update(JSON.stringify([grid, points, rest]))
    .digest('base64');
}

/**
 * For how long an answer may be given to others, ms: a step at most. Nothing but what reaches into now, which others ask for in a
 * moment as well: who asks for the past may do so to see what has just been stored late.
 */
export function keepMsOf({ toMs }: SeriesRequest, stepMs: number, nowMs: number): number {
  return toMs > nowMs - stepMs ? Math.min(stepMs, MOST_KEPT_MS) : 0;
}
