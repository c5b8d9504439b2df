import type { SharesBlock } from '@weir/model';
import { drawNothing, frameOf } from '../chart/frame.js';
import { COLOURS, THINGS, type Colour } from '../look.js';
import { BLOCK_GAP, LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import { cellText } from '../text/cell.js';
import type { Context } from './context.js';

const OUTER = 62;
const INNER = 38;
const ROW = 15;
const LIST_LEFT = LEFT + 2 * OUTER + 34;
const VALUE_RIGHT = RIGHT - 52;
/** Of an arc, so that it looks round. */
const STEP = Math.PI / 90;

interface Part {
  readonly name: string;
  readonly value: number;
  readonly colour: Colour;
}

/** A ring, and what its parts are beside it; of more than there are colours, the smallest are one. */
export function* sharesPieces(block: SharesBlock, { pen, colours }: Context): Iterable<Piece> {
  const parts = partsOf(block, colours.of.bind(colours));
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const frame = frameOf(block.title, [], pen);
  const height = frame.height + Math.max(2 * OUTER, parts.length * ROW) + 4;
  const draw = (top: number): void => {
    frame.draw(top);
    const below = top + frame.height;
    if (total === 0) return drawNothing(pen, [LEFT, below, WIDTH, 2 * OUTER]);
    drawRing(parts, total, below + OUTER, pen);
    drawTotal(cellText(total, block, 'UTC'), below + OUTER, pen);
    parts.forEach((part, index) =>
      drawPart(part, part.value / total, cellText(part.value, block, 'UTC'), below + index * ROW, pen),
    );
  };
  yield { height, gap: BLOCK_GAP, draw };
}

function partsOf({ parts }: SharesBlock, coloursOf: (names: readonly string[]) => Colour[]): Part[] {
  const sorted = parts.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const most = sorted.length > THINGS.length ? THINGS.length - 1 : THINGS.length;
  const shown = sorted.slice(0, most);
  const rest = sorted.slice(most);
  const hues = coloursOf(shown.map(({ name }) => name));
  const told = shown.map((part, index) => ({ ...part, colour: hues[index] ?? COLOURS.rest }));
  if (rest.length === 0) return told;
  const value = rest.reduce((sum, part) => sum + part.value, 0);
  return [...told, { name: `${rest.length} others`, value, colour: COLOURS.rest }];
}

function drawRing(parts: readonly Part[], total: number, middle: number, pen: Pen): void {
  let angle = -Math.PI / 2;
  for (const { value, colour } of parts) {
    const end = angle + (value / total) * 2 * Math.PI;
    pen.area(sector(LEFT + OUTER, middle, angle, end), colour);
    angle = end;
  }
  // What lies beside each other is set apart, also in grey.
  if (parts.length < 2) return;
  for (const { value } of parts) {
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const x = LEFT + OUTER;
    pen.rule([x + cos * INNER, middle + sin * INNER], [x + cos * OUTER, middle + sin * OUTER], COLOURS.white, 1);
    angle += (value / total) * 2 * Math.PI;
  }
}

function sector(x: number, y: number, start: number, end: number): (readonly [number, number])[] {
  const steps = Math.max(1, Math.ceil((end - start) / STEP));
  const arc = (radius: number): (readonly [number, number])[] =>
    Array.from({ length: steps + 1 }, (_, index) => {
      const angle = start + ((end - start) * index) / steps;
      return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius] as const;
    });
  return [...arc(OUTER), ...arc(INNER).reverse()];
}

function drawTotal(text: string, middle: number, pen: Pen): void {
  const size = [12, 10, 8, 6].find(
    (candidate) => pen.width(text, { ...STYLES.figure, size: candidate }) < 2 * INNER - 8,
  );
  const style = { ...STYLES.figure, size: size ?? 5 };
  pen.write(pen.fit(text, 2 * INNER - 6, style), LEFT + OUTER, middle + 1, style, 'centre');
  pen.write('in all', LEFT + OUTER, middle + 12, STYLES.label, 'centre');
}

function drawPart({ name, colour }: Part, share: number, value: string, top: number, pen: Pen): void {
  const style = { ...STYLES.label, size: 8.5, colour: COLOURS.text };
  const valueWidth = pen.width(value, style);
  pen.box(LIST_LEFT, top + 2, 8, 8, colour, 1.5);
  pen.write(pen.fit(name, VALUE_RIGHT - valueWidth - LIST_LEFT - 28, style), LIST_LEFT + 15, top + 9, style);
  pen.write(value, VALUE_RIGHT, top + 9, style, 'right');
  pen.write(
    cellText(share * 100, { unit: 'percent' }, 'UTC'),
    RIGHT,
    top + 9,
    { ...style, colour: COLOURS.faint },
    'right',
  );
  pen.rule([LIST_LEFT, top + 13.5], [RIGHT, top + 13.5], COLOURS.line);
}
