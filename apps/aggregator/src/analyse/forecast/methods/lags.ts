import { solve } from '../../series/cholesky.js';
import type { Method, Predictor } from './method.js';

/** Pulls weights towards zero, as a share of the mean power: fewer rows than these methods like to have still give tame ones. */
const RIDGE = 1e-3;
const FEWEST_ROWS_A_LAG = 3;
const FEWEST_ROWS = 24;
/** Nothing is predicted further outside what was seen than this share of its range: a recursion may run away. */
const FURTHEST_OUTSIDE = 0.5;

/**
 * Regression of a value on values before it, as distances from the running mean of a window, so that a shift of the level moves
 * past and future alike. It is asked again and again for the next step, its own answers being the newest past.
 */
export function lagRegression(name: string, lags: readonly number[], windowSteps: number): Method {
  const reach = Math.max(windowSteps, ...lags);
  return {
    name,
    fit(values, until) {
      if (until - reach < Math.max(FEWEST_ROWS_A_LAG * lags.length, FEWEST_ROWS)) return null;
      const weights = weightsOf(values, until, lags, windowSteps, reach);
      return weights && predictor(weights, lags, windowSteps, reach, boundsOf(values, until));
    },
  };
}

function weightsOf(
  values: Float64Array,
  until: number,
  lags: readonly number[],
  windowSteps: number,
  reach: number,
): Float64Array | null {
  const size = lags.length;
  const products = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  let sum = sumOf(values, reach - windowSteps, reach);
  for (let index = reach; index < until; index += 1) {
    const mean = sum / windowSteps;
    const target = (values[index] ?? 0) - mean;
    for (let lag = 0; lag < size; lag += 1) row[lag] = (values[index - (lags[lag] ?? 0)] ?? 0) - mean;
    addRow(products, right, row, target);
    sum += (values[index] ?? 0) - (values[index - windowSteps] ?? 0);
  }
  const power = lags.reduce((total, _, lag) => total + (products[lag * size + lag] ?? 0), 0) / size;
  if (!(power > 0)) return null;
  for (let lag = 0; lag < size; lag += 1)
    products[lag * size + lag] = (products[lag * size + lag] ?? 0) + RIDGE * power;
  return solve(products, right);
}

function addRow(products: Float64Array, right: Float64Array, row: Float64Array, target: number): void {
  const size = row.length;
  for (let one = 0; one < size; one += 1) {
    const value = row[one] ?? 0;
    right[one] = (right[one] ?? 0) + value * target;
    for (let other = 0; other <= one; other += 1) {
      products[one * size + other] = (products[one * size + other] ?? 0) + value * (row[other] ?? 0);
    }
  }
}

function predictor(
  weights: Float64Array,
  lags: readonly number[],
  windowSteps: number,
  reach: number,
  [lowest, highest]: readonly [number, number],
): Predictor {
  return (values, origin, steps) => {
    const known = new Float64Array(reach + steps);
    known.set(values.subarray(origin - reach, origin));
    let sum = sumOf(known, reach - windowSteps, reach);
    for (let index = reach; index < known.length; index += 1) {
      const mean = sum / windowSteps;
      let value = mean;
      for (let lag = 0; lag < lags.length; lag += 1) {
        value += (weights[lag] ?? 0) * ((known[index - (lags[lag] ?? 0)] ?? 0) - mean);
      }
      known[index] = Math.min(highest, Math.max(lowest, value));
      sum += (known[index] ?? 0) - (known[index - windowSteps] ?? 0);
    }
    return known.subarray(reach);
  };
}

function boundsOf(values: Float64Array, until: number): readonly [number, number] {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let index = 0; index < until; index += 1) {
    lowest = Math.min(lowest, values[index] ?? lowest);
    highest = Math.max(highest, values[index] ?? highest);
  }
  const outside = FURTHEST_OUTSIDE * (highest - lowest);
  return [lowest - outside, highest + outside];
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index] ?? 0;
  return sum;
}
