import { isKnown, quantileOfSorted } from '../series/quantile.js';

/** Errors of neighbouring horizons are alike; so many to either side are averaged. */
const AROUND = 3;
/** Weights were chosen to fit these very errors, and the future holds what the past did not: so much wider. */
const WIDENING = 1.2;

/** Errors of the past by trial and step ahead; NaN where nothing is known. */
export type Errors = readonly Float64Array[];

/** How far the truth may lie below and above a forecast, for each step ahead. */
export interface Reach {
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/**
 * Reach of the interval that holds a share of all errors: how large errors are so many steps ahead, times the quantiles of all
 * errors measured in that size. Beyond the horizon that could be tried, it grows with the square root of time.
 */
export function reachOf(errors: Errors, steps: number, coverage: number): Reach {
  const sizes = smoothed(sizesOf(errors));
  const relative = errors
    .flatMap((trial) => Array.from(trial, (error, step) => error / (sizes[step] ?? NaN)))
    .filter(isKnown);
  const sorted = Float64Array.from(relative).sort();
  const low = Math.min(0, quantileOfSorted(sorted, (1 - coverage) / 2));
  const high = Math.max(0, quantileOfSorted(sorted, (1 + coverage) / 2));
  const size = (step: number): number => {
    const tried = Math.min(step, sizes.length - 1);
    return WIDENING * (sizes[tried] ?? 0) * Math.sqrt((step + 1) / (tried + 1));
  };
  return {
    below: Float64Array.from({ length: steps }, (_, step) => (sorted.length > 0 ? low * size(step) : 0)),
    above: Float64Array.from({ length: steps }, (_, step) => (sorted.length > 0 ? high * size(step) : 0)),
  };
}

function sizesOf(errors: Errors): Float64Array {
  return Float64Array.from({ length: errors[0]?.length ?? 0 }, (_, step) => {
    const known = errors.map((trial) => Math.abs(trial[step] ?? NaN)).filter(isKnown);
    return known.reduce((sum, size) => sum + size, 0) / known.length;
  });
}

function smoothed(sizes: Float64Array): Float64Array {
  return sizes.map((_, step) => {
    const near = sizes.subarray(Math.max(0, step - AROUND), step + AROUND + 1).filter(isKnown);
    return near.reduce((sum, size) => sum + size, 0) / Math.max(near.length, 1);
  });
}
