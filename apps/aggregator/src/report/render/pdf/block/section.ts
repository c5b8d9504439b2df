import type { SectionBlock } from '@weir/model';
import { COLOURS } from '../look.js';
import { LEFT, RIGHT, WIDTH } from '../page/measures.js';
import { STYLES } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import type { Context } from './context.js';

const MOST_LINES = 3;

/** A heading, which stays with what follows; one of level 1 begins a page, unless half of one is left. */
export function* sectionPieces(block: SectionBlock, { pen, onSection }: Context): Iterable<Piece> {
  const isFirst = block.level === 1;
  const style = isFirst ? STYLES.heading : STYLES.subheading;
  const lines = pen.wrap(block.title, WIDTH, MOST_LINES, style);
  const lineHeight = style.size * 1.25;
  const height = lines.length * lineHeight + (isFirst ? 10 : 0);
  const draw = (top: number): void => {
    onSection(block, top);
    lines.forEach((line, index) => pen.write(line, LEFT, top + style.size + index * lineHeight, style));
    if (!isFirst) return;
    pen.rule([LEFT, top + height], [RIGHT, top + height], COLOURS.line, 0.75);
    pen.rule([LEFT, top + height], [LEFT + 36, top + height], COLOURS.accent, 2);
  };
  yield { height, gap: isFirst ? 30 : 24, draw, keepsWithNext: true, startsPage: isFirst };
}
