import type { ReportHead } from '@weir/model';
import { textPieces } from '../block/text.js';
import type { Context } from '../block/context.js';
import { COLOURS } from '../look.js';
import { BOTTOM, LEFT, RIGHT, TOP, WIDTH } from '../page/measures.js';
import type { Pages } from '../page/pages.js';
import { STYLES, type Pen } from '../page/pen.js';
import { timeText } from '../text/cell.js';

/** A section in the table of contents; its page is counted from the first that is not front matter, from 0. */
export interface Entry {
  readonly title: string;
  readonly destination: string;
  readonly page: number;
}

const ROW = 19;
const COVER_TOP = 200;
const CONTENTS_HEAD = 30;
const FACTS_LEFT = LEFT + 88;
const PER_PAGE = Math.floor((BOTTOM - TOP - CONTENTS_HEAD) / ROW);

const KINDS: Record<ReportHead['kind'], string> = {
  fleet: 'Fleet report',
  host: 'Host report',
  network: 'Network report',
  service: 'Service report',
  capacity: 'Capacity report',
  quota: 'Quota report',
  alerts: 'Alert report',
  talkers: 'Top talkers',
  changes: 'Changes',
  custom: 'Report',
};

/** Draws cover and table of contents, which stands on the cover where it has room. Returns how many pages these are. */
export function drawFront(head: ReportHead, entries: readonly Entry[], pages: Pages, context: Context): number {
  pages.turn(true);
  const free = drawCover(head, context);
  const onCover = Math.floor((BOTTOM - free - CONTENTS_HEAD) / ROW);
  const parts = entries.length <= onCover ? [entries] : inParts(entries);
  const front = entries.length <= onCover ? 1 : 1 + parts.length;
  for (const [index, part] of parts.entries()) {
    if (front > 1) pages.turn();
    const top = front > 1 ? TOP : BOTTOM - CONTENTS_HEAD - entries.length * ROW;
    if (part.length > 0) drawContents(index === 0 ? 'Contents' : 'Contents (continued)', part, front, top, context.pen);
  }
  return front;
}

/** From when to when, as clocks of the report's zone show it. */
export function rangeText({ fromMs, toMs }: { fromMs: number; toMs: number }, timeZone: string): string {
  return `${timeText(fromMs, timeZone)} to ${timeText(toMs, timeZone)}`;
}

function inParts(entries: readonly Entry[]): (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / PER_PAGE) }, (_, index) =>
    entries.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
  );
}

/** Returns where the page is free below. */
function drawCover(head: ReportHead, context: Context): number {
  const { pen } = context;
  pen.box(LEFT, 74, 26, 4, COLOURS.accent);
  pen.write('weir', LEFT, 101, { ...STYLES.heading, size: 20 });
  pen.write(KINDS[head.kind], LEFT, COVER_TOP, { ...STYLES.caption, colour: COLOURS.accent });
  let at = COVER_TOP + 34;
  for (const line of pen.wrap(head.title, WIDTH, 5, STYLES.title)) {
    pen.write(line, LEFT, at, STYLES.title);
    at += 33;
  }
  at += 2;
  for (const [name, text] of factsOf(head)) {
    pen.write(name, LEFT, at, { ...STYLES.body, colour: COLOURS.faint });
    pen.write(pen.fit(text, RIGHT - FACTS_LEFT, STYLES.body), FACTS_LEFT, at, { ...STYLES.body, colour: COLOURS.text });
    at += 16;
  }
  return drawAbout(head, at + 6, context);
}

function factsOf({ fromMs, toMs, before, timeZone, madeAtMs }: ReportHead): [string, string][] {
  return [
    ['Range', rangeText({ fromMs, toMs }, timeZone)],
    ...(before ? [['Compared with', rangeText(before, timeZone)] satisfies [string, string]] : []),
    ['Time zone', timeZone],
    ['Made', timeText(Math.floor(madeAtMs / 60_000) * 60_000, timeZone)],
  ];
}

function drawAbout({ about, isEmpty }: ReportHead, top: number, context: Context): number {
  let at = top;
  const texts = [{ type: 'text', text: about, tone: 'plain' } as const];
  const nothing = {
    type: 'text',
    text: 'Nothing is known of this range: no figure of it is stored.',
    tone: 'note',
  } as const;
  for (const block of isEmpty ? [...texts, nothing] : texts) {
    for (const piece of textPieces(block, context)) {
      if (at + piece.height > BOTTOM) return BOTTOM;
      piece.draw(at + piece.gap);
      at += piece.gap + piece.height;
    }
  }
  return at + 24;
}

function drawContents(title: string, entries: readonly Entry[], front: number, top: number, pen: Pen): void {
  pen.write(title, LEFT, top + 12, STYLES.subheading);
  entries.forEach((entry, index) => {
    const baseline = top + CONTENTS_HEAD + index * ROW + 11;
    const style = { ...STYLES.body, colour: COLOURS.text };
    const number = String(front + entry.page + 1);
    const text = pen.fit(entry.title, WIDTH - 60, style);
    pen.write(text, LEFT, baseline, style);
    pen.write(number, RIGHT, baseline, style, 'right');
    const [from, to] = [LEFT + pen.width(text, style) + 6, RIGHT - pen.width(number, style) - 6];
    pen.rule([from, baseline - 2], [to, baseline - 2], COLOURS.line);
    pen.paper.doc.goTo(LEFT, baseline - 11, WIDTH, ROW - 3, entry.destination);
  });
}
