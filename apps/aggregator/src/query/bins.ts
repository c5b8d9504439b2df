import type { Grid } from './grid.js';

/** One sum for each bucket of a grid. */
export type Bins = Float64Array;

/** Empty bins for a grid. */
export function emptyBins(grid: Grid): Bins {
  return new Float64Array(grid.count);
}
