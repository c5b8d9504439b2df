/** Points of a line, which has gaps where nothing is known. */
export type Stroke = readonly (readonly [number, number])[];

/** The strokes of a line: one for each stretch without a gap. `places` and `heights` are where the values stand, in points. */
export function strokesOf(places: readonly number[], heights: readonly (number | null)[]): Stroke[] {
  const strokes: (readonly [number, number])[][] = [];
  let stroke: (readonly [number, number])[] | undefined;
  heights.forEach((height, index) => {
    const place = places[index];
    if (height === null || place === undefined) stroke = undefined;
    else if (stroke) stroke.push([place, height]);
    else strokes.push((stroke = [[place, height]]));
  });
  return strokes.map(thinned);
}

/** What can be seen of a stroke: of each half point the first, the lowest, the highest and the last, in their order. */
export function thinned(stroke: Stroke): Stroke {
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < stroke.length;) {
    let end = start;
    while (end < stroke.length && column(stroke[end]) === column(stroke[start])) end += 1;
    kept.push(...extremes(stroke.slice(start, end)));
    start = end;
  }
  return kept;
}

const COLUMNS_PER_POINT = 2;

function column(point: readonly [number, number] | undefined): number {
  return Math.floor((point?.[0] ?? 0) * COLUMNS_PER_POINT);
}

function extremes(points: Stroke): Stroke {
  if (points.length <= 4) return points;
  let [low, high] = [0, 0];
  points.forEach(([, height], index) => {
    if (height < (points[low]?.[1] ?? 0)) low = index;
    if (height > (points[high]?.[1] ?? 0)) high = index;
  });
  const kept = new Set([0, low, high, points.length - 1]);
  return points.filter((_, index) => kept.has(index));
}
