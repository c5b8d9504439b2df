import type { ReportBlock, ReportHead, SectionBlock } from '@weir/model';
import type { Context } from './block/context.js';
import { piecesOf } from './block/pieces.js';
import { ColourBook } from './chart/colour-book.js';
import { drawFront, rangeText, type Entry } from './front/front.js';
import { BOTTOM, TOP } from './page/measures.js';
import { Pages } from './page/pages.js';
import { Paper } from './page/paper.js';
import { Pen } from './page/pen.js';
import { Placer } from './page/placer.js';
import { timeText } from './text/cell.js';
import { readable } from './text/readable.js';

/** Takes what is written, and waits where it cannot take more. */
export interface Sink {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** How many pages there are by now. */
  readonly onPage: (pages: number) => void;
}

/** As much is handed on at once, so that neither memory nor messages are many. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes a report as PDF, page by page: nothing is kept of a page but its number. Cover and table of contents, which need the numbers
 * of all others, are written last and stand first.
 */
export async function writePdf(head: ReportHead, blocks: AsyncIterable<ReportBlock>, sink: Sink): Promise<void> {
  const document = new Document(head, sink.onPage);
  for await (const block of blocks) {
    for (const paper of document.add(block)) await handOn(paper, CHUNK_BYTES, sink);
  }
  await handOn(document.finish(), 1, sink);
}

async function handOn(paper: Paper, leastBytes: number, { write }: Sink): Promise<void> {
  if (paper.waitingBytes < leastBytes) return;
  const bytes = paper.take();
  if (bytes) await write(bytes);
}

class Document {
  private readonly paper: Paper;
  private readonly pages: Pages;
  private readonly placer: Placer;
  private readonly context: Context;
  private readonly entries: Entry[] = [];
  private chapter: PDFKit.PDFOutline | undefined;

  constructor(
    private readonly head: ReportHead,
    onPage: (pages: number) => void,
  ) {
    const { timeZone, madeAtMs } = head;
    this.paper = new Paper({ title: readable(head.title), about: readable(head.about), madeAtMs });
    const pen = new Pen(this.paper);
    const made = `weir, made ${timeText(Math.floor(madeAtMs / 60_000) * 60_000, timeZone)} (${timeZone})`;
    this.pages = new Pages(this.paper, pen, { title: head.title, range: rangeText(head, timeZone), made });
    const turn = (): void => {
      this.pages.turn();
      onPage(this.pages.count);
    };
    this.placer = new Placer({ top: TOP, bottom: BOTTOM, turn });
    const onSection = (section: SectionBlock, top: number): void => this.begin(section, top);
    this.context = { pen, timeZone, colours: new ColourBook(), onSection };
  }

  /** Lays out a block, and stops after each piece, so that what is written can be handed on. */
  *add(block: ReportBlock): Iterable<Paper> {
    for (const piece of piecesOf(block, this.context)) {
      this.placer.place(piece);
      yield this.paper;
    }
  }

  finish(): Paper {
    this.placer.settle();
    this.pages.finish(drawFront(this.head, this.entries, this.pages, this.context));
    this.paper.doc.end();
    return this.paper;
  }

  /** Notes where a section begins, for the table of contents and the outline. */
  private begin({ title, level }: SectionBlock, top: number): void {
    const { doc } = this.paper;
    const name = readable(title);
    if (level === 2) {
      (this.chapter ?? doc.outline).addItem(name);
      return;
    }
    const destination = `section-${String(this.entries.length).padStart(6, '0')}`;
    doc.addNamedDestination(destination, 'XYZ', 0, top - 12, 0);
    this.chapter = doc.outline.addItem(name);
    this.entries.push({ title: name, destination, page: this.pages.count - 1 });
  }
}
