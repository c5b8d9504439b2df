import type { Cell, ChartTable, TableColumn } from './table.js';

/** How a program for spreadsheets recognises a formula. Agents send names: none of them may be run. */
const FORMULA = /^[\s]*[=+\-@\t\r|%]/;

/** A chart's data as CSV (RFC 4180): times in ISO 8601, numbers as stored, units in the headings, gaps empty. */
export function csvOf({ columns, rows }: ChartTable): string {
  const heading = columns.map((column) => quote(column.unit ? `${column.label} (${column.unit})` : column.label));
  const lines = rows.map((row) => row.map((cell, index) => cellText(cell, columns[index])).join(','));
  return [heading.join(','), ...lines, ''].join('\r\n');
}

function cellText(cell: Cell, column: TableColumn | undefined): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return quote(cell);
  return column?.kind === 'time' ? new Date(cell).toISOString() : String(cell);
}

function quote(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
