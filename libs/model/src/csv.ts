/** What a cell holds; labels are texts by their keys. */
export type CsvCell = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** What a spreadsheet may take for a formula, as OWASP lists it; the wide forms are read so where Chinese or Japanese is. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** A line as RFC 4180 has it, ended by CRLF. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Texts only are guarded: a negative number is no formula. An unknown figure is an empty cell. */
function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = guarded(textOf(cell));
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Several texts are separated by spaces; labels are `key=value`. */
function textOf(cell: Exclude<CsvCell, number | boolean | null>): string {
  if (typeof cell === 'string') return cell;
  if (isList(cell)) return cell.join(' ');
  return Object.entries(cell)
    .map(([key, text]) => `${key}=${text}`)
    .join(' ');
}

const isList = (cell: readonly string[] | Readonly<Record<string, string>>): cell is readonly string[] =>
  Array.isArray(cell);

/** Names come from hosts: opened in a spreadsheet, one such as `=HYPERLINK(…)` would be run. */
function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
