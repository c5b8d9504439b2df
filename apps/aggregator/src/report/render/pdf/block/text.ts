import type { TextBlock } from '@weir/model';
import { COLOURS, type Colour } from '../look.js';
import { BLOCK_GAP, LEFT, WIDTH } from '../page/measures.js';
import { STYLES } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import type { Context } from './context.js';

const LINE_HEIGHT = 14;
const PADDING = 9;
/** Of one text, so that what comes from hosts fills no report. */
const MOST_LINES = 400;
/** What stands on a ground of its own is never cut. */
const MOST_BOXED_LINES = 30;

const GROUNDS: Record<'note' | 'warning', { ground: Colour; edge: Colour }> = {
  note: { ground: COLOURS.raised, edge: COLOURS.strong },
  warning: { ground: COLOURS.warnGround, edge: COLOURS.warn },
};

/** A text: plain line by line, a note or a warning on a ground of its own. */
export function* textPieces({ text, tone }: TextBlock, context: Context): Iterable<Piece> {
  if (tone === 'plain') yield* plain(text, context);
  else yield boxed(text, GROUNDS[tone], context);
}

function* plain(text: string, { pen }: Context): Iterable<Piece> {
  for (const [index, line] of linesOf(text, WIDTH, MOST_LINES, { pen }).entries()) {
    const draw = (top: number): void => pen.write(line, LEFT, top + 10, STYLES.body);
    yield { height: LINE_HEIGHT, gap: index === 0 ? BLOCK_GAP - 4 : 0, draw };
  }
}

function boxed(text: string, { ground, edge }: { ground: Colour; edge: Colour }, { pen }: Pick<Context, 'pen'>): Piece {
  const lines = linesOf(text, WIDTH - 2 * PADDING - 4, MOST_BOXED_LINES, { pen });
  const height = lines.length * LINE_HEIGHT + 2 * PADDING - 2;
  const style = { ...STYLES.body, colour: COLOURS.text };
  const draw = (top: number): void => {
    pen.box(LEFT, top, WIDTH, height, ground, 3);
    pen.box(LEFT, top, 2.5, height, edge);
    lines.forEach((line, index) => pen.write(line, LEFT + PADDING + 4, top + PADDING + 9 + index * LINE_HEIGHT, style));
  };
  return { height, gap: BLOCK_GAP - 4, draw };
}

function linesOf(text: string, width: number, most: number, { pen }: Pick<Context, 'pen'>): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r?\n/)) {
    if (lines.length >= most) break;
    lines.push(...pen.wrap(paragraph, width, most - lines.length, STYLES.body));
  }
  return lines;
}
