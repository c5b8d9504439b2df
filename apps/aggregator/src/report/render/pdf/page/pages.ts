import { COLOURS } from '../look.js';
import { LEFT, RIGHT } from './measures.js';
import { PAGE, type Later, type Paper } from './paper.js';
import { STYLES, type Pen } from './pen.js';

const HEADER = 42;
const FOOTER = PAGE.height - 32;

/** What stands on each page above and below what is told. */
export interface Running {
  readonly title: string;
  readonly range: string;
  readonly made: string;
}

/** Begins pages. How many there are, and so their numbers, is known at the end only: their places are kept. */
export class Pages {
  private readonly numbers: Later[] = [];

  constructor(
    private readonly paper: Paper,
    private readonly pen: Pen,
    private readonly running: Running,
  ) {}

  get count(): number {
    return this.numbers.length;
  }

  /** Begins a page; the cover has no header. */
  turn(isCover = false): void {
    this.paper.doc.addPage();
    if (!isCover) this.drawHeader();
    this.drawFooter();
  }

  /** The last `front` pages stand before all others from now on; writes all numbers. */
  finish(front: number): void {
    const count = this.count;
    const ordered = [...this.numbers.slice(count - front), ...this.numbers.slice(0, count - front)];
    ordered.forEach((number, index) => number.fill(`Page ${index + 1} of ${count}`));
    this.paper.putLastFirst(front);
  }

  private drawHeader(): void {
    const { pen } = this;
    const width = pen.width(this.running.range, STYLES.label);
    pen.write(pen.fit(this.running.title, RIGHT - LEFT - width - 24, STYLES.label), LEFT, HEADER, STYLES.label);
    pen.write(this.running.range, RIGHT, HEADER, STYLES.label, 'right');
    pen.rule([LEFT, HEADER + 8], [RIGHT, HEADER + 8], COLOURS.line, 0.5);
  }

  private drawFooter(): void {
    const { size, weight, colour } = STYLES.label;
    this.pen.write(this.running.made, LEFT, FOOTER, STYLES.label);
    const font = this.pen.typefaces.of('0', weight) ?? '';
    this.numbers.push(this.paper.later(RIGHT, FOOTER, size, font, colour));
  }
}
