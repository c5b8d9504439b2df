/** Steps between lines of a grid that people can count in. */
const ROUND = [1, 2, 2.5, 5, 10] as const;

/** The values at which lines of the grid stand, from the lowest to the highest; they hold all that is drawn. */
export function gridOf(lowest: number, highest: number, most: number): number[] {
  const [low, high] = [Math.min(0, lowest), Math.max(0, highest)];
  if (high === low) return [0, 1];
  const step = stepOf(high - low, most);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** Where a value stands between two points, in points. */
export function placeOf(
  value: number,
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): number {
  return start + ((value - from) / (to - from || 1)) * (end - start);
}

function stepOf(length: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(length / most));
  const round = ROUND.find((candidate) => candidate * power * most >= length * (1 - 1e-9)) ?? 10;
  return round * power;
}
