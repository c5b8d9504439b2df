import type { ReportColumn, TableBlock } from '@weir/model';
import { COLOURS } from '../look.js';
import { LEFT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen, type Style } from '../page/pen.js';
import { cellText } from '../text/cell.js';
import type { Context } from './context.js';
import { columnWidths, type Wish } from './table-widths.js';

const AIRY = { gutter: 12, leastText: 62, leastShare: 0 } as const;
/** Where long names take few lines. */
const ROOMY = { ...AIRY, leastShare: 0.25 } as const;
const DENSE = { gutter: 7, leastText: 48, leastShare: 0 } as const;
/** From what reads best to the smallest that is printed: sooner than letters are small, clocks stand below their days. */
const LOOKS: readonly Look[] = [
  { ...ROOMY, size: 8.5, isSplit: false },
  { ...ROOMY, size: 7.5, isSplit: false },
  { ...ROOMY, size: 7.5, isSplit: true },
  { ...AIRY, size: 7.5, isSplit: false },
  { ...AIRY, size: 7.5, isSplit: true },
  { ...DENSE, size: 7, isSplit: true },
  { ...DENSE, size: 6.5, isSplit: true },
  { ...DENSE, size: 5.5, isSplit: true },
];
/** A text that is wider has no more room for that. */
const WIDEST_TEXT = 480;
const LEAST_NUMBER = 26;
/** Widths are those of this many rows; a wider cell further below is wrapped. */
const ROWS_LOOKED_AT = 1_000;

interface Look {
  readonly size: number;
  /** Between columns, and the room that texts keep: so much, and such a share of what they would like. */
  readonly gutter: number;
  readonly leastText: number;
  readonly leastShare: number;
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
  const roomOf = ({ gutter }: Pick<Look, 'gutter'>): number => WIDTH - gutter * (columns.length - 1);
  for (const look of LOOKS) {
    const styles = stylesOf(look.size, look.size - 1);
    const wishes = columns.map((column, index) => wishOf(column, texts[index] ?? [], look, styles, pen));
    const widths = columnWidths(wishes, roomOf(look));
    if (widths) return { columns: placed(columns, widths, look.gutter), ...styles };
  }
  // More columns than a page is wide: each as wide as the others.
  const widths = columns.map(() => roomOf(DENSE) / columns.length);
  return { columns: placed(columns, widths, DENSE.gutter), ...stylesOf(5.5, 5) };
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
  { isSplit, leastText, leastShare }: Look,
  { style, headStyle }: Pick<Plan, 'style' | 'headStyle'>,
  pen: Pen,
): Wish {
  const parts = isSplit && unit === 'time' ? texts.flatMap(dayAndClock) : texts;
  const wide = parts.reduce((most, text) => Math.max(most, pen.width(text, style)), 0);
  const word = Math.max(0, ...label.split(' ').map((part) => pen.width(part, headStyle)));
  const natural = Math.max(wide, Math.min(pen.width(label, headStyle), Math.max(wide, word, LEAST_NUMBER * 2))) + 0.5;
  if (unit !== 'text') return { natural, least: Math.max(wide, word) + 0.5 };
  const kept = Math.max(leastText, Math.min(natural, WIDEST_TEXT) * leastShare);
  return { natural, least: Math.max(Math.min(kept, natural), Math.min(word, leastText)) };
}

/** The lines of a time that has no room on one. */
export function dayAndClock(time: string): string[] {
  return time.split(' ');
}

function placed(columns: readonly ReportColumn[], widths: readonly number[], gutter: number): Plan['columns'] {
  let left = LEFT;
  return columns.map((column, index) => {
    const at = left;
    left += (widths[index] ?? 0) + gutter;
    return { ...column, left: at, width: widths[index] ?? 0 };
  });
}
