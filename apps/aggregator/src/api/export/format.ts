import { csvLine } from '@weir/model';
import type { Column } from './table.js';

/** How an exported table is written. */
export const FORMATS = ['csv', 'json', 'ndjson'] as const;
export type FormatName = (typeof FORMATS)[number];

/** A way to write a table. */
export interface Format {
  readonly type: string;
  /** What stands before the rows. */
  begin<Row>(columns: readonly Column<Row>[]): string;
  /** Some rows; `isFirst` = no other came before. */
  rows<Row>(columns: readonly Column<Row>[], rows: readonly Row[], isFirst: boolean): string;
  readonly end: string;
}

const CSV: Format = {
  type: 'text/csv; charset=utf-8; header=present',
  begin: (columns) => csvLine(columns.map(({ name }) => name)),
  rows: (columns, rows) => rows.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join(''),
  end: '',
};

const NDJSON: Format = {
  type: 'application/x-ndjson; charset=utf-8',
  begin: () => '',
  rows: (columns, rows) => rows.map((row) => `${objectText(columns, row)}\n`).join(''),
  end: '',
};

const JSON_ARRAY: Format = {
  type: 'application/json; charset=utf-8',
  begin: () => '[',
  rows: (columns, rows, isFirst) =>
    rows.map((row, index) => `${isFirst && index === 0 ? '\n' : ',\n'}${objectText(columns, row)}`).join(''),
  end: '\n]\n',
};

/** Each format by its name, which is the ending of a file. */
export const FORMAT: Readonly<Record<FormatName, Format>> = { csv: CSV, json: JSON_ARRAY, ndjson: NDJSON };

/** Written as text: a column named `__proto__` (a label may be) is none of an object in memory. */
function objectText<Row>(columns: readonly Column<Row>[], row: Row): string {
  return `{${columns.map(({ name, cell }) => `${JSON.stringify(name)}:${JSON.stringify(cell(row))}`).join(',')}}`;
}
