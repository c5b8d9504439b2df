import type { ReportColumn, TableBlock } from '@weir/model';
import { COLOURS } from '../look.js';
import { LEFT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen, type Style } from '../page/pen.js';
import { cellText } from '../text/cell.js';
import type { Context } from './context.js';
import { columnWidths, type Wish } from './table-widths.js';

/** From what reads best to the smallest that is printed: sooner than letters are small, clocks stand below their days. */
const LOOKS: readonly Look[] = [
  { size: 8.5, isSplit: false },
  { size: 7.5, isSplit: false },
  { size: 7.5, isSplit: true },
  { size: 6.5, isSplit: true },
  { size: 5.5, isSplit: true },
];
const GUTTER = 12;
const LEAST_TEXT = 62;
const LEAST_NUMBER = 26;
/** Widths are those of this many rows; a wider cell further below is wrapped. */
const ROWS_LOOKED_AT = 1_000;

interface Look {
  readonly size: number;
  /** Whether times take two lines. */
  readonly isSplit: boolean;
}

/** A column, and where it is, in points. */
export interface PlacedColumn extends ReportColumn {
  readonly left: number;
  readonly width: number;
}

/** How a table is laid out: where its columns are, and how large its letters. */
export interface Plan {
  readonly columns: readonly PlacedColumn[];
  readonly style: Style;
  readonly headStyle: Style;
}

/** Lays out a table so that its letters are as large as its columns let them be. */
export function planOf({ columns, rows }: TableBlock, { pen, timeZone }: Context): Plan {
  const looked = rows.slice(0, ROWS_LOOKED_AT);
  const texts = columns.map((column, index) => looked.map((row) => cellText(row[index] ?? null, column, timeZone)));
  const room = WIDTH - GUTTER * (columns.length - 1);
  for (const look of LOOKS) {
    const styles = stylesOf(look.size, look.size - 1);
    const wishes = columns.map((column, index) => wishOf(column, texts[index] ?? [], look, styles, pen));
    const widths = columnWidths(wishes, room);
    if (widths) return { columns: placed(columns, widths), ...styles };
  }
  // More columns than a page is wide: each as wide as the others.
  const widths = columns.map(() => room / columns.length);
  return { columns: placed(columns, widths), ...stylesOf(5.5, 5) };
}

function stylesOf(size: number, headSize: number): Pick<Plan, 'style' | 'headStyle'> {
  return {
    style: { ...STYLES.body, size, colour: COLOURS.text },
    headStyle: { ...STYLES.label, size: headSize },
  };
}

function wishOf(
  { label, unit }: ReportColumn,
  texts: readonly string[],
  { isSplit }: Look,
  { style, headStyle }: Pick<Plan, 'style' | 'headStyle'>,
  pen: Pen,
): Wish {
  const parts = isSplit && unit === 'time' ? texts.flatMap(dayAndClock) : texts;
  const wide = parts.reduce((most, text) => Math.max(most, pen.width(text, style)), 0);
  const word = Math.max(0, ...label.split(' ').map((part) => pen.width(part, headStyle)));
  const natural = Math.max(wide, Math.min(pen.width(label, headStyle), Math.max(wide, word, LEAST_NUMBER * 2))) + 0.5;
  const least = unit === 'text' ? Math.max(Math.min(LEAST_TEXT, natural), Math.min(word, LEAST_TEXT)) : natural;
  return { natural, least };
}

/** The lines of a time that has no room on one. */
export function dayAndClock(time: string): string[] {
  return time.split(' ');
}

function placed(columns: readonly ReportColumn[], widths: readonly number[]): Plan['columns'] {
  let left = LEFT;
  return columns.map((column, index) => {
    const at = left;
    left += (widths[index] ?? 0) + GUTTER;
    return { ...column, left: at, width: widths[index] ?? 0 };
  });
}
