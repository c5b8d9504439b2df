/** What a cell of an exported table holds; labels are texts by their keys. */
export type Cell = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** A column of an exported table; its name carries the unit. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => Cell;
}

/** How much there is of a table, as far as that is known before it is read: so many rows, or batches of them. */
export interface TableSize {
  readonly unit: 'rows' | 'batches';
  readonly count: number;
}

/** A table to be exported: its columns, and its rows, some at a time. */
export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly batches: AsyncIterable<readonly Row[]>;
  /** Asked by who tells how far it is; it may have to be counted. */
  readonly size: () => Promise<TableSize>;
}
