import type {
  ReportBlock,
  ReportCell,
  ReportColumn,
  ReportFigure,
  ReportUnit,
  SectionBlock,
  TableBlock,
  TextBlock,
} from '@weir/model';
import type { ReportContext } from './context.js';

/** A block is held as a whole, and laid out in one piece. */
const ROWS_A_BLOCK = 1_000;

/** Makes the blocks of one section; nothing is read before it is asked for. */
export type Section = (context: ReportContext) => AsyncIterable<ReportBlock>;

/** The head of a part. */
export function section(id: string, title: string): SectionBlock {
  return { type: 'section', id, title, level: 1 };
}

/** The head of a part within one. */
export function subsection(id: string, title: string): SectionBlock {
  return { type: 'section', id, title, level: 2 };
}

export function text(sentence: string, tone: TextBlock['tone'] = 'plain'): TextBlock {
  return { type: 'text', text: sentence, tone };
}

/** A figure; `before` is left out where nothing is compared. */
export function figure(
  label: string,
  unit: ReportUnit,
  value: ReportCell,
  more: { readonly before?: ReportCell | undefined; readonly note?: string | null } = {},
): ReportFigure {
  const { before, note = null } = more;
  return { label, unit, value, note, ...(before !== undefined && { before }) };
}

export function column(name: string, label: string, unit: ReportUnit): ReportColumn {
  return { name, label, unit };
}

export function table(
  id: string,
  title: string | null,
  columns: ReportColumn[],
  rows: ReportCell[][],
  note: string | null = null,
): TableBlock {
  return { type: 'table', id, title, columns, rows, note };
}

/** A table of whatever length, in blocks of so many rows: the first bears the title, the last the note. */
export function* longTable<Entry>(
  { id, title, columns, note }: Pick<TableBlock, 'id' | 'title' | 'columns' | 'note'>,
  entries: readonly Entry[],
  rowOf: (entry: Entry) => ReportCell[],
): Generator<TableBlock> {
  for (let place = 0; place === 0 || place < entries.length; place += ROWS_A_BLOCK) {
    const isLast = place + ROWS_A_BLOCK >= entries.length;
    const rows = entries.slice(place, place + ROWS_A_BLOCK).map(rowOf);
    yield table(id, place === 0 ? title : null, columns, rows, isLast ? note : null);
  }
}

/** A whole number as a cell: as text where a number would lose digits. */
export function wholeCell(value: bigint): ReportCell {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

/** Two digits behind the point. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A part of a whole in percent; null of nothing. */
export function percentOf(part: bigint | number, whole: bigint | number): number | null {
  return Number(whole) === 0 ? null : rounded((Number(part) / Number(whole)) * 100);
}
