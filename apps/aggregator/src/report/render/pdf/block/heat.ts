import type { HeatBlock } from '@weir/model';
import { drawNothing, frameOf, type Frame } from '../chart/frame.js';
import { COLOURS, heatColour } from '../look.js';
import { BLOCK_GAP, LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import { axisText } from '../text/cell.js';
import type { Context } from './context.js';

const CELL = 13;
const SPACE = 0.7;
const WIDEST_NAME = 130;
const WIDEST_COLUMN = 60;
const HEAD = 13;
const SCALE = 22;
/** Of which none is cut off. */
const MOST_WHOLE_ROWS = 26;
const STEPS = 24;

interface Grid {
  readonly left: number;
  readonly cell: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A heat map, and below it what the colours mean. One of very many rows goes on on the next page, where the names of its columns are
 * told again.
 */
export function* heatPieces(block: HeatBlock, { pen }: Context): Iterable<Piece> {
  const grid = gridOf(block, pen);
  if (grid === null) {
    yield nothing(frameOf(block.title, [], pen), pen);
    return;
  }
  const isWhole = block.rows.length <= MOST_WHOLE_ROWS;
  yield headOf(block.title, block.columns, grid, pen);
  const head = headOf(`${block.title} (continued)`, block.columns, grid, pen);
  for (const [index, row] of block.rows.entries()) {
    const draw = (top: number): void => drawRow(row, top, grid, block.columns.length, pen);
    yield { height: CELL, gap: 0, draw, head, keepsWithNext: isWhole || index === block.rows.length - 1 };
  }
  yield { height: SCALE, gap: 0, draw: (top) => drawScale(block, grid, top + 8, pen), head };
}

function headOf(title: string, columns: readonly string[], { left, cell }: Grid, pen: Pen): Piece {
  const frame = frameOf(title, [], pen);
  const height = frame.height + HEAD;
  const draw = (top: number): void => {
    frame.draw(top);
    drawColumns(columns, left, cell, top + height - 4, pen);
  };
  return { height, gap: BLOCK_GAP, draw, keepsWithNext: true };
}

function drawRow(
  { name, values }: HeatBlock['rows'][number],
  top: number,
  { left, cell, low, high }: Grid,
  columns: number,
  pen: Pen,
): void {
  pen.write(pen.fit(name, left - LEFT - 8, STYLES.label), left - 7, top + 9, STYLES.label, 'right');
  for (let index = 0; index < columns; index += 1) {
    const [value = null, x] = [values[index], left + index * cell];
    if (value === null) drawUnknown(x, top, cell, pen);
    else pen.box(x, top, cell - Math.min(SPACE, cell / 4), CELL - SPACE, heatColour((value - low) / (high - low || 1)));
  }
}

/** Not a colour: a line through an empty place. */
function drawUnknown(x: number, top: number, cell: number, pen: Pen): void {
  pen.rule(
    [x + cell * 0.2, top + CELL * 0.75],
    [x + cell * 0.8 - SPACE, top + CELL * 0.25 - SPACE],
    COLOURS.strong,
    0.4,
  );
}

/** The names of as many columns, all as far apart, as have room beside each other. */
function drawColumns(columns: readonly string[], left: number, cell: number, baseline: number, pen: Pen): void {
  const texts = columns.map((name) => pen.fit(name, Math.max(cell, WIDEST_COLUMN), STYLES.label));
  const widest = Math.max(...texts.map((text) => pen.width(text, STYLES.label)));
  // The outermost may be moved inwards by half their width.
  const step = Math.ceil((Math.max(widest, 1.5 * widest - cell / 2) + 5) / cell);
  for (let index = 0; index < texts.length; index += step) {
    const [text = '', middle] = [texts[index], left + (index + 0.5) * cell];
    const half = pen.width(text, STYLES.label) / 2;
    // At the edges they stand as near to the middle as the page allows.
    pen.write(text, Math.min(Math.max(middle, left + half), RIGHT - half), baseline, STYLES.label, 'centre');
  }
}

function drawScale({ unit, rows }: HeatBlock, { left, low, high }: Grid, top: number, pen: Pen): void {
  const [width, texts] = [110, [axisText(low, unit), axisText(high, unit)]];
  pen.write(texts[0] ?? '', left, top + 7, STYLES.label);
  const start = left + pen.width(texts[0] ?? '', STYLES.label) + 5;
  for (let step = 0; step < STEPS; step += 1) {
    pen.box(start + (step * width) / STEPS, top, width / STEPS + 0.2, 8, heatColour(step / (STEPS - 1)));
  }
  pen.write(texts[1] ?? '', start + width + 5, top + 7, STYLES.label);
  if (rows.every(({ values }) => !values.includes(null))) return;
  const end = start + width + 5 + pen.width(texts[1] ?? '', STYLES.label) + 16;
  drawUnknown(end, top - 2, CELL, pen);
  pen.write('unknown', end + CELL, top + 7, STYLES.label);
}

/** Null where nothing is known. */
function gridOf({ columns, rows }: HeatBlock, pen: Pen): Grid | null {
  const known = rows.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0 || columns.length === 0) return null;
  const names = rows.reduce((widest, { name }) => Math.max(widest, pen.width(name, STYLES.label)), 0);
  const left = LEFT + Math.min(names, WIDEST_NAME) + 8;
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const low = known.reduce((least, value) => Math.min(least, value), 0);
  return { left, cell: (RIGHT - left) / columns.length, low, high };
}

function nothing(frame: Frame, pen: Pen): Piece {
  const draw = (top: number): void => {
    frame.draw(top);
    drawNothing(pen, [LEFT, top + frame.height, WIDTH, 40]);
  };
  return { height: frame.height + 40, gap: BLOCK_GAP, draw };
}
