import { describeValue, type Unit } from '../../format/unit.js';
import { type ChartLine, lineLabel, lineWords } from './chart-line.js';
import { pointAt, valueAt } from './statistics.js';

/** What is told of one line at the moment pointed at. */
export interface TipRow {
  readonly id: string;
  readonly label: string;
  readonly words: string;
  readonly colour: string;
  readonly text: string;
  readonly value: number | null;
}

/** What is told of a moment: the highest lines, and how many more there are. */
export interface Tip {
  readonly at: number;
  readonly rows: readonly TipRow[];
  readonly more: number;
  /** What the lines of a stack come to; null where they are not added up. */
  readonly total: string | null;
}

/** As many as can be read at a glance. */
const MOST_ROWS = 12;

/**
 * The moment nearest to the one pointed at that any line has a point of. A line of one point, which is near to nothing, draws the
 * crosshair only on the chart that is pointed at itself.
 */
export function snap(lines: readonly ChartLine[], at: number, isPointedAt: boolean): number {
  let nearest = at;
  let distance = Infinity;
  for (const { points } of lines) {
    const found = points.length > 1 || isPointedAt ? pointAt(points, at) : null;
    if (found && Math.abs(found[0] - at) < distance) {
      nearest = found[0];
      distance = Math.abs(found[0] - at);
    }
  }
  return nearest;
}

/** Every line's value at a moment, in their order; of many the highest. */
export function tipAt(lines: readonly ChartLine[], at: number, unit: Unit, stacked: boolean): Tip {
  const rows = lines.map((line): TipRow => {
    const value = valueAt(line.points, at);
    const text = describeValue(value, unit);
    return { id: line.id, label: lineLabel(line), words: lineWords(line), colour: line.colour, text, value };
  });
  const total = stacked && rows.length > 1 ? totalOf(rows, lines, unit) : null;
  if (rows.length <= MOST_ROWS) return { at, rows, more: 0, total };
  const highest = [...rows].sort((left, right) => (right.value ?? -1) - (left.value ?? -1)).slice(0, MOST_ROWS);
  return { at, rows: highest, more: rows.length - MOST_ROWS, total };
}

/** In and out are never added to each other. */
function totalOf(rows: readonly TipRow[], lines: readonly ChartLine[], unit: Unit): string {
  const sides = new Map<ChartLine['side'], number | null>();
  rows.forEach(({ value }, index) => {
    const side = lines[index]?.side;
    const before = sides.get(side) ?? null;
    sides.set(side, value === null ? before : (before ?? 0) + value);
  });
  return [...sides].map(([side, sum]) => lineLabel({ name: describeValue(sum, unit), side })).join('  ');
}
