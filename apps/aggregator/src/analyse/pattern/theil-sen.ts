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
  if (known === 0) return NaN;
  const sorted = slopes.subarray(0, known).sort();
  const middle = known >> 1;
  return known % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
