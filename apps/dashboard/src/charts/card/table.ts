/** A cell as it is stored: ms since 1970 in a column of times. */
export type Cell = string | number | null;

/** A column of a chart's data. */
export interface TableColumn {
  /** Shown as text only; it may hold anything. */
  readonly label: string;
  readonly kind: 'time' | 'text' | 'number';
  /** Unit of the stored numbers, for files. */
  readonly unit?: string;
  /** A cell in words, for the table that people read. */
  readonly describe: (cell: Cell) => string;
}

/** The data of a chart, as a table view shows it and a file holds it. */
export interface ChartTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}
