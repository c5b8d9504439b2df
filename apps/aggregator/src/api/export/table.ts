/** What a cell of an exported table holds; labels are texts by their keys. */
export type Cell = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** A column of an exported table; its name carries the unit. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => Cell;
}

/** A table to be exported: its columns, and its rows, some at a time. */
export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly batches: AsyncIterable<readonly Row[]>;
}
