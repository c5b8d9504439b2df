/** Halving the range of possible slopes so often leaves nothing that a double could tell. */
const HALVINGS = 60;
/** Nor is anything gained by knowing a slope better than this. */
const FINE_SHARE = 1e-12;

/** Points in the order of their places; none twice at one place. */
export interface Points {
  readonly places: Float64Array;
  readonly values: Float64Array;
}

/**
 * The slope of which `rank` of all pairs of points have a smaller one: half of them gives Theil and Sen's estimate. The pairs
 * are never listed: how many lie below a slope is the number of inversions of `value - slope × place`, found by merging in
 * O(n log n).
 */
export function slopeOfRank(points: Points, rank: number): number {
  let [low, high] = steepest(points);
  const leaned = new Float64Array(points.values.length);
  const spare = new Float64Array(points.values.length);
  for (
    let halving = 0;
    halving < HALVINGS && high - low > FINE_SHARE * (Math.abs(low) + Math.abs(high));
    halving += 1
  ) {
    const middle = low + (high - low) / 2;
    lean(points, middle, leaned);
    // A pair whose slope is smaller stands the wrong way round once the slope is taken out.
    if (inversions(leaned, spare, 0, leaned.length) >= rank) high = middle;
    else low = middle;
  }
  return low + (high - low) / 2;
}

/** How many pairs there are. */
export function pairsOf(points: Points): number {
  return (points.values.length * (points.values.length - 1)) / 2;
}

function steepest({ places, values }: Points): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  // The steepest slope of all pairs is always one between neighbours.
  for (let index = 1; index < values.length; index += 1) {
    const slope = ((values[index] ?? 0) - (values[index - 1] ?? 0)) / ((places[index] ?? 0) - (places[index - 1] ?? 0));
    low = Math.min(low, slope);
    high = Math.max(high, slope);
  }
  return values.length < 2 ? [0, 0] : [low, high];
}

function lean({ places, values }: Points, slope: number, leaned: Float64Array): void {
  for (let index = 0; index < values.length; index += 1) {
    leaned[index] = (values[index] ?? 0) - slope * (places[index] ?? 0);
  }
}

function inversions(values: Float64Array, spare: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const middle = (from + to) >> 1;
  let count = inversions(values, spare, from, middle) + inversions(values, spare, middle, to);
  let left = from;
  let right = middle;
  for (let index = from; index < to; index += 1) {
    if (right >= to || (left < middle && (values[left] ?? 0) <= (values[right] ?? 0))) {
      spare[index] = values[left++] ?? 0;
    } else {
      count += middle - left;
      spare[index] = values[right++] ?? 0;
    }
  }
  for (let index = from; index < to; index += 1) values[index] = spare[index] ?? 0;
  return count;
}
