import { formatDateTime } from '../../format/time.js';
import { describeValue, STORED_UNIT, type Unit } from '../../format/unit.js';
import type { Cell, ChartTable } from '../card/table.js';
import { type ChartLine, lineWords } from './chart-line.js';

/** The data of a chart over time: a row a moment, newest first, a column a line. */
export function lineTable(lines: readonly ChartLine[], unit: Unit): ChartTable {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => b - a);
  const columns = lines.map(({ points }) => new Map(points));
  return {
    columns: [
      { label: 'Time', kind: 'time', describe: (cell) => (typeof cell === 'number' ? formatDateTime(cell) : '') },
      ...lines.map((line) => ({
        label: lineWords(line),
        kind: 'number' as const,
        unit: STORED_UNIT[unit],
        describe: (cell: Cell) => describeValue(typeof cell === 'number' ? cell : null, unit),
      })),
    ],
    rows: times.map((at) => [at, ...columns.map((values) => values.get(at) ?? null)]),
  };
}
