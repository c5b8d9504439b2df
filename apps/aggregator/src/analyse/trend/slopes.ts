/** Halving the range of possible slopes so often leaves nothing that a double could tell. */
const HALVINGS = 60;

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
  for (let halving = 0; halving < HALVINGS && low < high; halving += 1) {
    const middle = low + (high - low) / 2;
    if (pairsBelow(points, middle) >= rank) high = middle;
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

/** Pairs whose slope is below the given one. */
function pairsBelow({ places, values }: Points, slope: number): number {
  const leaned = values.map((value, index) => value - slope * (places[index] ?? 0));
  return inversions(leaned, new Float64Array(leaned.length), 0, leaned.length);
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
  values.set(spare.subarray(from, to), from);
  return count;
}
