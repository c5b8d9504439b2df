/** The value below which a share of the sorted values lies, between two of them in proportion; NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const position = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/** The same of values in any order; what is unknown among them is left out. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const known = new Float64Array(values.length);
  return quantileOfSorted(known.subarray(0, copyKnown(values, known)).sort(), share);
}

/** The middle of the known values; NaN of none. */
export function median(values: ArrayLike<number>): number {
  const known = new Float64Array(values.length);
  return middleOf(known, copyKnown(values, known));
}

/** The middle of the first `count` values, which are put in another order: O(n), unlike sorting. */
export function middleOf(values: Float64Array, count: number): number {
  if (count === 0) return NaN;
  const upper = count >> 1;
  select(values, upper, count);
  const high = values[upper] ?? NaN;
  if (count % 2 === 1) return high;
  let low = -Infinity;
  for (let index = 0; index < upper; index += 1) low = Math.max(low, values[index] ?? low);
  return low + (high - low) / 2;
}

/** A gap is NaN; infinity cannot have been counted either. */
export function isKnown(value: number): boolean {
  return Number.isFinite(value);
}

function copyKnown(from: ArrayLike<number>, to: Float64Array): number {
  let count = 0;
  for (let index = 0; index < from.length; index += 1) {
    const value = from[index] ?? NaN;
    if (isKnown(value)) to[count++] = value;
  }
  return count;
}

/** Hoare's selection: puts the value of that rank in its place, smaller ones before it. */
function select(values: Float64Array, rank: number, count: number): void {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] ?? 0;
    let left = from;
    let right = to;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left += 1;
      while ((values[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const other = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = other;
    }
    if (rank <= right) to = right;
    else if (rank >= left) from = left;
    else return;
  }
}
