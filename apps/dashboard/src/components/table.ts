import type { Sort } from '../composables/use-query-state.js';

/** A column of a table. Neighbours with the same `group` share a heading. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly group?: string;
  readonly numeric?: boolean;
  /** What to sort by here, where all rows are here. */
  readonly sortBy?: (row: Row) => number | string;
  /** Sorted by whoever answers the rows. */
  readonly sortable?: boolean;
  /** As a track of a grid: `8rem`, `minmax(12rem, 2fr)`. */
  readonly width?: string;
  /** A column that readers may switch off or on, and whether it is there at first. */
  readonly optional?: 'shown' | 'hidden';
}

/** A column's whole name, with that of its group. */
export function fullLabel<Row>({ group, label }: Column<Row>): string {
  return group ? `${group} ${label}` : label;
}

/** Whether a column can be sorted by, here or by whoever answers. */
export function isSortable<Row>(column: Column<Row>): boolean {
  return Boolean(column.sortable ?? column.sortBy);
}

/** How a sorted column stands for those who cannot see it. Numbers fall first, texts rise first. */
export function ariaSort<Row>(column: Column<Row>, sort: Sort): 'ascending' | 'descending' | undefined {
  if (sort.column !== column.key) return undefined;
  return sort.rising === Boolean(column.numeric) ? 'ascending' : 'descending';
}

/** The order after a column was chosen: chosen again, it turns. */
export function nextSort(sort: Sort, key: string): Sort {
  return { column: key, rising: sort.column === key && !sort.rising };
}

/** Neighbouring columns under one heading. */
export interface Heading {
  readonly key: string;
  readonly label: string;
  readonly span: number;
}

/** The upper row of headings; empty where no column has a group. */
export function headings<Row>(columns: readonly Column<Row>[]): Heading[] {
  if (!columns.some((column) => column.group)) return [];
  const found: Heading[] = [];
  for (const column of columns) {
    const last = found.at(-1);
    if (last && column.group && last.label === column.group) found[found.length - 1] = { ...last, span: last.span + 1 };
    else found.push({ key: column.key, label: column.group ?? '', span: 1 });
  }
  return found;
}

/** Rows in order. Numbers fall and texts rise first; equals keep their order, so that rows do not dance. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort): Row[] {
  const sortBy = columns.find((column) => column.key === sort.column)?.sortBy;
  if (!sortBy) return [...rows];
  const turn = sort.rising ? -1 : 1;
  return rows
    .map((row) => ({ row, value: sortBy(row) }))
    .sort((left, right) => turn * compare(left.value, right.value))
    .map(({ row }) => row);
}

function compare(left: number | string, right: number | string): number {
  if (typeof left === 'number' && typeof right === 'number') return right - left;
  return String(left).localeCompare(String(right), 'en', { numeric: true });
}

/** Rows that share a heading. */
export interface RowGroup<Row> {
  readonly name: string | null;
  readonly rows: readonly Row[];
}

/** Splits sorted rows by a name, groups in the order of their first row; without a name function all are one group. */
export function groupRows<Row>(rows: readonly Row[], nameOf: ((row: Row) => string) | null): RowGroup<Row>[] {
  if (!nameOf) return [{ name: null, rows }];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const members = groups.get(name);
    if (members) members.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].map(([name, members]) => ({ name, rows: members }));
}
