import type { BarsBlock, ReportLimit } from '@weir/model';
import { drawNothing, frameOf, type Frame } from '../chart/frame.js';
import { placeOf } from '../chart/scale.js';
import { COLOURS, type Colour } from '../look.js';
import { BLOCK_GAP, LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen, type Point } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import { cellText, limitText } from '../text/cell.js';
import type { Context } from './context.js';

type Bar = BarsBlock['bars'][number];

const THICKNESS = 9;
const WITHIN = 2;
const STEP = THICKNESS + WITHIN;
const APART = 8;
const WIDEST_NAME = 150;
const HIGHEST = 520;
const BELOW_LIMIT = 14;

/** Where bars begin and end, and their colours: the same on all pages of one chart. */
interface Scale {
  readonly left: number;
  readonly right: number;
  readonly most: number;
  readonly colourOf: (label: string) => Colour;
}

/** Bars that lie, so that names can be read, with their values behind them; very many go on on the next page. */
export function* barsPieces(block: BarsBlock, { pen, colours }: Context): Iterable<Piece> {
  const labels = [...new Set(block.bars.flatMap(({ values }) => values.map(({ label }) => label)))];
  const hues = new Map(colours.of(labels).map((colour, index) => [labels[index], colour] as const));
  const colourOf = (label: string): Colour => hues.get(label) ?? COLOURS.rest;
  const keys =
    labels.length < 2 ? [] : labels.map((name) => ({ name, colour: colourOf(name), sign: 'square' as const }));
  const scale = { ...scaleOf(block, pen), colourOf };
  const parts = partsOf(block.bars);
  for (const [index, bars] of parts.entries()) {
    const title = index === 0 ? block.title : `${block.title} (continued)`;
    yield pieceOf({ ...block, bars }, frameOf(title, keys, pen), scale, pen);
  }
  if (parts.length === 0) yield nothing(frameOf(block.title, keys, pen), pen);
}

function pieceOf(block: BarsBlock, frame: Frame, scale: Scale, pen: Pen): Piece {
  const { bars, limit, unit } = block;
  const barsHeight = bars.reduce((sum, bar) => sum + heightOf(bar) + APART, -APART);
  const height = frame.height + barsHeight + (limit ? BELOW_LIMIT : 0);
  const draw = (top: number): void => {
    frame.draw(top);
    const below = top + frame.height;
    pen.rule([scale.left, below - 2], [scale.left, below + barsHeight + 2], COLOURS.strong);
    eachBar(bars, below, (bar, at) => drawBar(bar, at, scale, pen));
    if (limit) drawLimit(limit, unit, scale, [below - 3, below + barsHeight + 3], pen);
    eachBar(bars, below, (bar, at) => writeValues(bar, at, unit, scale, pen));
  };
  return { height, gap: BLOCK_GAP, draw };
}

function eachBar(bars: readonly Bar[], top: number, draw: (bar: Bar, at: number) => void): void {
  let at = top;
  for (const bar of bars) {
    draw(bar, at);
    at += heightOf(bar) + APART;
  }
}

function drawBar({ name, values }: Bar, top: number, scale: Scale, pen: Pen): void {
  const { left, colourOf } = scale;
  const middle = top + heightOf({ name, values }) / 2 + 2.7;
  pen.write(pen.fit(name, left - LEFT - 8, STYLES.label), left - 7, middle, STYLES.label, 'right');
  values.forEach(({ label, value }, index) => {
    const end = endOf(value, scale);
    // What is not nothing is seen.
    if (end > left) pen.box(left, top + index * STEP, Math.max(0.4, end - left), THICKNESS, colourOf(label));
  });
}

/** Over the line of the limit, on white. */
function writeValues({ values }: Bar, top: number, unit: BarsBlock['unit'], scale: Scale, pen: Pen): void {
  values.forEach(({ value }, index) => {
    const text = cellText(value, { unit }, 'UTC');
    const [x, at] = [endOf(value, scale) + 4, top + index * STEP];
    pen.box(x - 1, at, pen.width(text, STYLES.label) + 2, THICKNESS, COLOURS.white);
    pen.write(text, x, at + 7.2, STYLES.label);
  });
}

function endOf(value: number | null, { left, right, most }: Scale): number {
  return value === null ? left : placeOf(Math.max(0, value), [0, most], [left, right]);
}

function drawLimit(limit: ReportLimit, unit: BarsBlock['unit'], scale: Scale, ends: Point, pen: Pen): void {
  const x = endOf(limit.value, scale);
  const style = { ...STYLES.label, colour: COLOURS.bad };
  const text = pen.fit(limitText(limit, unit), WIDTH, style);
  const half = pen.width(text, style) / 2;
  const [top, bottom] = ends;
  pen.dashedRule([x, top], [x, bottom], COLOURS.bad, 1);
  pen.write(text, Math.min(Math.max(x, LEFT + half), RIGHT - half), bottom + 9, style, 'centre');
}

function scaleOf({ bars, unit, limit }: BarsBlock, pen: Pen): Omit<Scale, 'colourOf'> {
  const values = bars.flatMap((bar) => bar.values.map(({ value }) => value));
  const most = values.reduce<number>((highest, value) => Math.max(highest, value ?? 0), limit?.value ?? 0) || 1;
  const names = bars.reduce((widest, { name }) => Math.max(widest, pen.width(name, STYLES.label)), 0);
  const texts = values.reduce<number>(
    (widest, value) => Math.max(widest, pen.width(cellText(value, { unit }, 'UTC'), STYLES.label)),
    0,
  );
  return { left: LEFT + Math.min(names, WIDEST_NAME) + 9, right: RIGHT - texts - 6, most };
}

function heightOf({ values }: Bar): number {
  return Math.max(1, values.length) * STEP - WITHIN;
}

/** As many as a page holds together. */
function partsOf(bars: readonly Bar[]): Bar[][] {
  const parts: Bar[][] = [];
  let height = Infinity;
  for (const bar of bars) {
    height += heightOf(bar) + APART;
    if (height > HIGHEST) {
      parts.push([]);
      height = heightOf(bar) + APART;
    }
    parts.at(-1)?.push(bar);
  }
  return parts;
}

function nothing(frame: Frame, pen: Pen): Piece {
  const draw = (top: number): void => {
    frame.draw(top);
    drawNothing(pen, [LEFT, top + frame.height, WIDTH, 40]);
  };
  return { height: frame.height + 40, gap: BLOCK_GAP, draw };
}
