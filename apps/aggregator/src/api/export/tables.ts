import type { Grouping, GroupKey } from '../../query/grouping.js';
import type { TotalsAnswer } from '../../query/totals.js';
import type { TotalsParts } from '../../query/totals.query.js';
import { type CounterTotals, toTotals } from '../rest/totals.answer.js';
import { groupColumns } from './group-columns.js';
import type { Cell, Column, Table } from './table.js';

/** An answer of REST whose fields are cells. */
type Flat<Answer> = { readonly [Name in keyof Answer]: Cell };

/** The fields of answers as columns, in the order of an example. */
export function columnsOf<Answer extends Flat<Answer>>(example: Answer): Column<Answer>[] {
  const names = Object.keys(example) as (keyof Answer & string)[];
  return names.map((name) => ({ name, cell: (row) => row[name] }));
}

/** What a group counted of one counter. */
export interface TotalsRow extends CounterTotals {
  /** `others` = the rest beside the top. */
  readonly group: string;
  readonly keys: readonly GroupKey[];
}

const FIGURES: readonly (keyof CounterTotals)[] = [
  'counter',
  'total',
  'averagePerSecond',
  'maximumPerSecond',
  'p50PerSecond',
  'p95PerSecond',
  'p99PerSecond',
  'coveredSeconds',
];

/** The columns of totals: what a group is, then its figures. */
export function totalsColumns(grouping: Grouping): Column<TotalsRow>[] {
  return [
    { name: 'group', cell: ({ group }) => group },
    ...groupColumns(grouping),
    ...FIGURES.map((name): Column<TotalsRow> => ({ name, cell: (row) => row[name] })),
  ];
}

/** Totals as a table: a row for each group and counter. */
export function totalsTable({ parts, rowCount }: TotalsParts, grouping: Grouping): Table<TotalsRow> {
  return {
    columns: totalsColumns(grouping),
    batches: rowsOf(parts),
    size: async () => ({ unit: 'rows', count: rowCount }),
  };
}

async function* rowsOf(parts: AsyncIterable<TotalsAnswer>): AsyncGenerator<readonly TotalsRow[]> {
  for await (const part of parts) {
    for (const { group, keys, totals } of toTotals(part).groups) yield totals.map((each) => ({ ...each, group, keys }));
  }
}
