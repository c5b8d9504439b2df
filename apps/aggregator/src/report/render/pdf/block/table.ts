import type { TableBlock } from '@weir/model';
import { COLOURS } from '../look.js';
import { BLOCK_GAP, LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen, type Style } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import { cellText, isNumeric } from '../text/cell.js';
import type { Context } from './context.js';
import { dayAndClock, type PlacedColumn, type Plan, planOf } from './table-plan.js';

const PADDING = 4.5;
/** Names that differ at their ends alone are told apart. */
const MOST_LINES = 10;

type Lines = readonly (readonly string[])[];

/** A table: its head on each page, no row cut. */
export function* tablePieces(block: TableBlock, context: Context): Iterable<Piece> {
  const { pen } = context;
  if (block.columns.length === 0) return;
  const plan = planOf(block, context);
  const labels = plan.columns.map(({ label, width }) => pen.wrap(label, width, MOST_LINES, plan.headStyle));
  yield headOf(block.title, labels, plan, pen);
  const head = headOf(block.title === null ? null : `${block.title} (continued)`, labels, plan, pen);
  if (block.rows.length === 0) yield { ...lineOf('Nothing in this range.', pen), head };
  for (const row of block.rows) yield { ...rowOf(row, plan, context), head };
  if (block.note !== null) yield* noteOf(block.note, pen);
}

function headOf(title: string | null, labels: Lines, plan: Plan, pen: Pen): Piece {
  const titleHeight = title === null ? 0 : 18;
  const lineHeight = plan.headStyle.size * 1.25;
  const height = titleHeight + Math.max(...labels.map((lines) => lines.length)) * lineHeight + PADDING;
  const draw = (top: number): void => {
    if (title !== null) pen.write(pen.fit(title, WIDTH, STYLES.caption), LEFT, top + 9, STYLES.caption);
    // Labels stand on the line.
    const bottoms = labels.map((lines) => top + height - PADDING + 1 - (lines.length - 1) * lineHeight);
    writeCells(labels, bottoms, lineHeight, plan, () => plan.headStyle, pen);
    pen.rule([LEFT, top + height], [RIGHT, top + height], COLOURS.strong, 0.75);
  };
  return { height, gap: BLOCK_GAP, draw, keepsWithNext: true };
}

function rowOf(row: TableBlock['rows'][number], plan: Plan, { pen, timeZone }: Context): Piece {
  const { columns, style } = plan;
  const cells = columns.map((column, index) =>
    linesOf(cellText(row[index] ?? null, column, timeZone), column, style, pen),
  );
  const lineHeight = style.size * 1.3;
  const height = Math.max(...cells.map((lines) => lines.length)) * lineHeight + 2 * PADDING - 1;
  const unknown = { ...style, colour: COLOURS.faint };
  const draw = (top: number): void => {
    const baseline = top + PADDING + style.size * 0.9;
    writeCells(
      cells,
      cells.map(() => baseline),
      lineHeight,
      plan,
      (index) => (row[index] == null ? unknown : style),
      pen,
    );
    pen.rule([LEFT, top + height], [RIGHT, top + height], COLOURS.line);
  };
  return { height, gap: 0, draw };
}

/** No day is broken, and no clock. */
function linesOf(text: string, { unit, width }: PlacedColumn, style: Style, pen: Pen): string[] {
  const parts = unit === 'time' && pen.width(text, style) > width ? dayAndClock(text) : [text];
  const fits = parts.length > 1 && parts.every((part) => pen.width(part, style) <= width);
  return fits ? parts : pen.wrap(text, width, MOST_LINES, style);
}

function writeCells(
  cells: Lines,
  baselines: readonly number[],
  lineHeight: number,
  { columns }: Plan,
  styleOf: (index: number) => Style,
  pen: Pen,
): void {
  columns.forEach(({ unit, left, width }, index) => {
    const right = isNumeric(unit);
    cells[index]?.forEach((line, row) => {
      const baseline = (baselines[index] ?? 0) + row * lineHeight;
      pen.write(line, right ? left + width : left, baseline, styleOf(index), right ? 'right' : 'left');
    });
  });
}

function* noteOf(note: string, pen: Pen): Iterable<Piece> {
  for (const [index, line] of pen.wrap(note, WIDTH, 6, STYLES.label).entries()) {
    yield { ...lineOf(line, pen), gap: index === 0 ? 3 : 0 };
  }
}

function lineOf(line: string, pen: Pen): Piece {
  return { height: 11, gap: 3, draw: (top) => pen.write(line, LEFT, top + 8, STYLES.label) };
}
