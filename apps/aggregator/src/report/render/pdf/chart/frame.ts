import { COLOURS, type Colour } from '../look.js';
import { LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES, type Pen } from '../page/pen.js';

/** What stands in a legend: a square for what is filled, a dash for a line. */
export interface Key {
  readonly name: string;
  readonly colour: Colour;
  readonly sign: 'square' | 'line' | 'dashed';
}

const ROW = 12;
const SIGN = 12;
const SPACE = 14;
const WIDEST_NAME = 190;
const MOST_ROWS = 5;
const TITLE = 18;

interface Placed extends Key {
  readonly left: number;
  readonly row: number;
}

/** A chart's title and legend, laid out before anything is drawn. */
export interface Frame {
  /** Of title and legend, in points. */
  readonly height: number;
  readonly draw: (top: number) => void;
}

/** A title, and below it a legend in as many rows as it takes; what has no room in it is counted. */
export function frameOf(title: string, keys: readonly Key[], pen: Pen): Frame {
  const { placed, left } = layKeys(keys, pen);
  const rows = Math.max(0, ...placed.map(({ row }) => row + 1));
  const draw = (top: number): void => {
    pen.write(pen.fit(title, WIDTH, STYLES.caption), LEFT, top + 9, STYLES.caption);
    for (const key of placed) drawKey(key, top + TITLE + key.row * ROW, pen);
    if (left > 0) pen.write(`and ${left} more`, RIGHT, top + TITLE + (rows - 1) * ROW + 7, STYLES.label, 'right');
  };
  return { height: TITLE + rows * ROW + (rows > 0 ? 8 : 2), draw };
}

/** A chart of which nothing is known says so. */
export function drawNothing(pen: Pen, [left, top, width, height]: readonly [number, number, number, number]): void {
  pen.box(left, top, width, height, COLOURS.raised, 3);
  pen.write('Nothing is known of this range.', left + width / 2, top + height / 2 + 3, STYLES.label, 'centre');
}

function layKeys(keys: readonly Key[], pen: Pen): { placed: Placed[]; left: number } {
  const placed: Placed[] = [];
  let [left, row] = [LEFT, 0];
  for (const key of keys) {
    const name = pen.fit(key.name, WIDEST_NAME, STYLES.label);
    const width = SIGN + pen.width(name, STYLES.label);
    if (left > LEFT && left + width > RIGHT) [left, row] = [LEFT, row + 1];
    // The last row keeps room for how many there are more.
    if (row >= MOST_ROWS || (row === MOST_ROWS - 1 && left + width > RIGHT - 60)) break;
    placed.push({ ...key, name, left, row });
    left += width + SPACE;
  }
  return { placed, left: keys.length - placed.length };
}

function drawKey({ name, colour, sign, left }: Placed, top: number, pen: Pen): void {
  const [from, to] = [[left, top + 4.5] as const, [left + 9, top + 4.5] as const];
  if (sign === 'square') pen.box(left, top + 1, 7, 7, colour, 1.5);
  else if (sign === 'line') pen.rule(from, to, colour, 1.6);
  else pen.dashedRule(from, to, colour, 1.2);
  pen.write(name, left + SIGN, top + 7.2, STYLES.label);
}
