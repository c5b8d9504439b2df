import type { Grouping } from '../../query/grouping.js';
import type { SeriesRow, SeriesRows } from '../../query/series-rows.js';
import { groupColumns } from './group-columns.js';
import type { Column, Table } from './table.js';

/** A series as a table: a row for each step and group. */
export function seriesTable({ names, batches, stepCount }: SeriesRows, grouping: Grouping): Table<SeriesRow> {
  return {
    columns: [TIME, ...groupColumns(grouping), ...names.map(figureColumn)],
    batches,
    size: async () => ({ unit: 'batches', count: stepCount }),
  };
}

const TIME: Column<SeriesRow> = { name: 'time', cell: ({ atMs }) => new Date(atMs).toISOString() };

const figureColumn = (name: string, index: number): Column<SeriesRow> => ({
  name,
  cell: ({ values }) => values[index] ?? null,
});

/** The example of a row. */
export const SERIES_EXAMPLE: { readonly columns: readonly Column<SeriesRow>[]; readonly example: SeriesRow } = {
  columns: [
    TIME,
    ...groupColumns({ dimensions: ['host', 'interface'], labels: [] }),
    ...['rxBytesPerSecond', 'txBytesPerSecond'].map(figureColumn),
  ],
  example: {
    atMs: Date.parse('2026-11-20T12:00:00Z'),
    keys: [
      { dimension: 'host', label: null, value: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1' },
      { dimension: 'interface', label: null, value: 'qL0cV3x9T_2mZbYw', name: 'eth0' },
    ],
    values: [1024.5, 0],
  },
};
