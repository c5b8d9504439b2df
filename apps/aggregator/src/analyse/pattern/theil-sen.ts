import { middleOf } from '../series/quantile.js';

const MOST_POINTS = 20;
const slopes = new Float64Array((MOST_POINTS * (MOST_POINTS - 1)) / 2);

/** Median of the slopes between all pairs of equally spaced values, a step apart; NaN = unknown. Up to 20 values. */
export function theilSenSlope(values: Float64Array, count: number): number {
  let known = 0;
  for (let later = 1; later < count; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const slope = ((values[later] as number) - (values[earlier] as number)) / (later - earlier);
      if (slope === slope) slopes[known++] = slope;
    }
  }
  return middleOf(slopes, known);
}
