import type { FiguresBlock, ReportFigure } from '@weir/model';
import { COLOURS } from '../look.js';
import { BLOCK_GAP, LEFT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen, type Style } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import { cellText, UNKNOWN } from '../text/cell.js';
import { changeText } from '../text/change.js';
import type { Context } from './context.js';

const IN_A_ROW = 3;
const GUTTER = 10;
const PADDING = 10;
const SMALL_LINE = 10.5;
const SIZES = [17, 14, 11.5, 9.5];

interface Tile {
  readonly label: readonly string[];
  readonly value: string;
  readonly style: Style;
  readonly below: readonly string[];
}

/** Figures as tiles, three in a row; none is cut. */
export function* figuresPieces({ items }: FiguresBlock, context: Context): Iterable<Piece> {
  const inARow = items.length === 4 ? 2 : IN_A_ROW;
  for (let start = 0; start < items.length; start += inARow) {
    yield rowOf(items.slice(start, start + inARow), inARow, start === 0 ? BLOCK_GAP : GUTTER, context);
  }
}

function rowOf(items: readonly ReportFigure[], inARow: number, gap: number, { pen, timeZone }: Context): Piece {
  const width = (WIDTH - (inARow - 1) * GUTTER) / inARow;
  const tiles = items.map((item) => tileOf(item, width - 2 * PADDING, pen, timeZone));
  const labelLines = Math.max(...tiles.map(({ label }) => label.length));
  const belowLines = Math.max(...tiles.map(({ below }) => below.length));
  const height = 2 * PADDING + (labelLines + belowLines) * SMALL_LINE + 21 + (belowLines > 0 ? 3 : 0);
  const draw = (top: number): void =>
    tiles.forEach((tile, index) => {
      const left = LEFT + index * (width + GUTTER);
      pen.box(left, top, width, height, COLOURS.raised, 5);
      drawTile(tile, left + PADDING, top + PADDING, labelLines, pen);
    });
  return { height, gap, draw };
}

function tileOf(item: ReportFigure, width: number, pen: Pen, timeZone: string): Tile {
  const text = cellText(item.value, item, timeZone);
  const size = SIZES.find((candidate) => pen.width(text, { ...STYLES.figure, size: candidate }) <= width) ?? 9.5;
  const style = { ...STYLES.figure, size, ...(item.value === null ? { colour: COLOURS.faint } : {}) };
  const notes = [comparison(item, timeZone), item.note].filter((note) => note !== null && note !== '');
  return {
    label: pen.wrap(item.label, width, 2, STYLES.label),
    value: pen.fit(text, width, style),
    style,
    below: notes.flatMap((note) => pen.wrap(note ?? '', width, 3, STYLES.label)),
  };
}

function drawTile({ label, value, style, below }: Tile, left: number, top: number, labelLines: number, pen: Pen): void {
  label.forEach((line, index) => pen.write(line, left, top + 7 + index * SMALL_LINE, STYLES.label));
  const baseline = top + labelLines * SMALL_LINE + 16;
  pen.write(value, left, baseline, style);
  below.forEach((line, index) => pen.write(line, left, baseline + 15 + index * SMALL_LINE, STYLES.label));
}

/** `+12 %, before 3.4 GB`; null where nothing is compared. */
function comparison({ value, before, ...kind }: ReportFigure, timeZone: string): string | null {
  if (before === undefined) return null;
  if (before === null) return `before: ${UNKNOWN}`;
  const change = changeText(value, before, kind.unit === 'percent' ? 'points' : 'share');
  return `${change === null ? '' : `${change}, `}before ${cellText(before, kind, timeZone)}`;
}
