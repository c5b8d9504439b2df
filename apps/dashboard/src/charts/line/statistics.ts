import type { ChartLine, ChartPoint } from './chart-line.js';

/** What the legend tells of a line; null = not known. */
export interface LineStatistics {
  readonly last: number | null;
  readonly average: number | null;
  readonly maximum: number | null;
}

/** Last, average and highest value of a line: the store's figures where it told them, else those of the points. */
export function statisticsOf(line: Pick<ChartLine, 'points' | 'figures'>): LineStatistics {
  const known = line.points.flatMap(([, value]) => (value === null ? [] : [value]));
  const sum = known.reduce((total, value) => total + value, 0);
  return {
    // What was just measured may not have arrived yet; a gap of more than a step is one.
    last: line.points.at(-1)?.[1] ?? line.points.at(-2)?.[1] ?? null,
    average: line.figures?.average ?? (known.length > 0 ? sum / known.length : null),
    maximum: line.figures?.maximum ?? (known.length > 0 ? Math.max(...known) : null),
  };
}

/** The point nearest to a moment, as far as it lies within a step of it; times rise. */
export function pointAt(points: readonly ChartPoint[], at: number): ChartPoint | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  const nearest = !before || (after && after[0] - at <= at - before[0]) ? after : before;
  if (!nearest) return null;
  return Math.abs(nearest[0] - at) <= stepAround(points, low) ? nearest : null;
}

/** The value at a moment; of a lone point, whose step is not known, at its own moment alone. */
export function valueAt(points: readonly ChartPoint[], at: number): number | null {
  const found = pointAt(points, at);
  return found && (points.length > 1 || found[0] === at) ? found[1] : null;
}

function stepAround(points: readonly ChartPoint[], index: number): number {
  const [before, after] = [points[index - 1], points[index]];
  if (before && after) return after[0] - before[0];
  const [first, second] = points;
  return first && second ? second[0] - first[0] : Infinity;
}
