import type { Counter } from '@weir/model';
import type { AveragesAnswer, AveragesParts } from '../../query/averages.query.js';
import type { GroupAverage } from '../../query/group-averages.js';
import { roundedRate } from '../../query/group-bins.js';
import type { Grouping, GroupKey } from '../../query/grouping.js';
import { rateName } from '../../query/series.js';
import { groupColumns } from './group-columns.js';
import type { Column, Table } from './table.js';

/** The averages of one group over one window. */
export interface AveragesRow {
  /** When the window ended. */
  readonly atMs: number;
  readonly minutes: number;
  readonly keys: readonly GroupKey[];
  readonly average: GroupAverage;
}

/** The columns of averages: when, of whom, how much of the window is known, and the rates. */
export function averagesColumns(grouping: Grouping, counters: readonly Counter[]): Column<AveragesRow>[] {
  return [
    { name: 'time', cell: ({ atMs }) => new Date(atMs).toISOString() },
    ...groupColumns(grouping),
    { name: 'windowMinutes', cell: ({ minutes }) => minutes },
    { name: 'coveredSeconds', cell: ({ average }) => average.coveredMs / 1_000 },
    ...counters.map((counter, index): Column<AveragesRow> => ({
      name: rateName(counter),
      cell: ({ average: { perSecond } }) => perSecond && roundedRate(perSecond[index] ?? 0),
    })),
  ];
}

/** Averages as a table: a row for each group and window. */
export function averagesTable(
  { parts, rowCount }: AveragesParts,
  grouping: Grouping,
  counters: readonly Counter[],
): Table<AveragesRow> {
  return {
    columns: averagesColumns(grouping, counters),
    batches: rowsOf(parts),
    size: async () => ({ unit: 'rows', count: rowCount }),
  };
}

async function* rowsOf(parts: AsyncIterable<AveragesAnswer>): AsyncGenerator<readonly AveragesRow[]> {
  for await (const { atMs, groups } of parts) {
    yield groups.flatMap(({ keys, oneMinute, fiveMinutes, fifteenMinutes }) => [
      { atMs, keys, minutes: 1, average: oneMinute },
      { atMs, keys, minutes: 5, average: fiveMinutes },
      { atMs, keys, minutes: 15, average: fifteenMinutes },
    ]);
  }
}

/** The example of a row. */
export const AVERAGES_EXAMPLE: AveragesRow = {
  atMs: Date.parse('2026-11-20T12:00:00Z'),
  minutes: 5,
  keys: [{ dimension: 'host', label: null, value: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1' }],
  average: { coveredMs: 300_000, perSecond: [51_240.96, 12_001.5] },
};
