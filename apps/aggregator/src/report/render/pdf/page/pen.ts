import { COLOURS, type Colour } from '../look.js';
import { readable } from '../text/readable.js';
import { runsOf, type Run } from '../text/runs.js';
import { Typefaces, type Weight } from '../text/typefaces.js';
import { fit, wrap } from '../text/wrap.js';
import type { Paper } from './paper.js';

export interface Style {
  readonly size: number;
  readonly weight: Weight;
  readonly colour: Colour;
}

/** Styles of all texts, so that there are few. */
export const STYLES = {
  title: { size: 27, weight: 'bold', colour: COLOURS.text },
  heading: { size: 17, weight: 'bold', colour: COLOURS.text },
  subheading: { size: 12, weight: 'bold', colour: COLOURS.text },
  caption: { size: 9.5, weight: 'bold', colour: COLOURS.text },
  body: { size: 9.5, weight: 'regular', colour: COLOURS.soft },
  label: { size: 7.5, weight: 'regular', colour: COLOURS.faint },
  figure: { size: 17, weight: 'bold', colour: COLOURS.text },
} as const satisfies Record<string, Style>;

/** Points from the left and from the upper edge. */
export type Point = readonly [number, number];
type Align = 'left' | 'right' | 'centre';
interface Set {
  readonly runs: readonly (Run & { readonly width: number })[];
  readonly width: number;
}

/** As many texts as are told often: units, names, heads of tables. */
const MOST_REMEMBERED = 5_000;
/** Figures of one width, so that columns line up. */
const FEATURES = ['tnum'];

/** Writes and draws on a paper, in points from its upper left corner. */
export class Pen {
  readonly typefaces: Typefaces;
  private readonly sets = new Map<string, Set>();

  constructor(readonly paper: Paper) {
    this.typefaces = new Typefaces(paper);
  }

  width(text: string, style: Style): number {
    return this.measure(readable(text), style);
  }

  fit(text: string, width: number, style: Style): string {
    return fit(readable(text), width, (part) => this.measure(part, style));
  }

  wrap(text: string, width: number, most: number, style: Style): string[] {
    return wrap(readable(text), width, most, (part) => this.measure(part, style));
  }

  /** Writes one line as it is: what must not reach further is fitted before. */
  write(text: string, x: number, baseline: number, style: Style, align: Align = 'left'): void {
    const { runs, width } = this.set(readable(text), style.weight);
    const { doc } = this.paper;
    let left = align === 'left' ? x : x - (width * style.size) / (align === 'right' ? 1 : 2);
    doc.fillColor([...style.colour]);
    for (const run of runs) {
      const options = { lineBreak: false, baseline: 'alphabetic', features: FEATURES, wordCount: 1 } as const;
      doc.font(run.font, style.size);
      doc.text(run.text, left, baseline, { ...options, ...{ textWidth: run.width * style.size } } as never);
      left += run.width * style.size;
    }
  }

  /** A straight line. */
  rule(from: Point, to: Point, colour: Colour, width = 0.5): void {
    this.line([from, to], colour, width);
  }

  line(points: readonly Point[], colour: Colour, width: number): void {
    this.path(points);
    this.paper.doc
      .lineWidth(width)
      .strokeColor([...colour])
      .stroke();
  }

  dashedRule(from: Point, to: Point, colour: Colour, width: number): void {
    this.dashed([from, to], colour, width);
  }

  dashed(points: readonly Point[], colour: Colour, width: number): void {
    this.path(points);
    this.paper.doc
      .lineWidth(width)
      .dash(3, { space: 2 })
      .strokeColor([...colour])
      .stroke()
      .undash();
  }

  area(points: readonly Point[], colour: Colour, opacity = 1): void {
    this.path(points);
    this.paper.doc
      .fillColor([...colour], opacity)
      .fill()
      .fillOpacity(1);
  }

  box(x: number, y: number, width: number, height: number, colour: Colour, radius = 0): void {
    const { doc } = this.paper;
    if (radius > 0) doc.roundedRect(x, y, width, height, radius);
    else doc.rect(x, y, width, height);
    doc.fillColor([...colour]).fill();
  }

  dot(x: number, y: number, radius: number, colour: Colour): void {
    this.paper.doc
      .circle(x, y, radius)
      .fillColor([...colour])
      .fill();
  }

  /** Of what is readable already: a part of a line may end with a space. */
  private measure(text: string, { size, weight }: Style): number {
    return this.set(text, weight).width * size;
  }

  private path(points: readonly Point[]): void {
    const { doc } = this.paper;
    points.forEach(([x, y], index) => (index === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y)));
  }

  private set(text: string, weight: Weight): Set {
    const key = weight + text;
    const known = this.sets.get(key);
    if (known) return known;
    const runs = runsOf(text, weight, this.typefaces).map((run) => ({
      ...run,
      width: this.paper.widthOf(run.font, run.text, FEATURES),
    }));
    const set = { runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
    if (this.sets.size >= MOST_REMEMBERED) this.sets.clear();
    this.sets.set(key, set);
    return set;
  }
}
