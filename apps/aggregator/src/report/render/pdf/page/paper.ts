import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { unpackWoff } from '../text/woff.js';

/** What is used of the library that reads typefaces, which pdfkit brings and has no types for. */
export interface FontkitFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** What is used of pdfkit beyond what its types tell, in one place. */
interface PdfkitFont {
  readonly id: string;
  readonly font: FontkitFont;
  ref(): unknown;
  encode(text: string): [string[], unknown];
  widthOfString(text: string, size: number, features: readonly string[]): number;
}
interface Reference {
  readonly data: Record<string, unknown>;
  end(bytes: Uint8Array): void;
}
interface Inside {
  readonly _font: PdfkitFont;
  readonly _root: { data: { Pages: { data: { Kids: unknown[] } } } };
  readonly page: { readonly xobjects: Record<string, unknown> };
  ref(data: Record<string, unknown>): Reference;
}

export interface PaperInfo {
  readonly title: string;
  readonly about: string;
  readonly madeAtMs: number;
}

/** Is written when all pages are known, and seen on the page on which it was put. */
export interface Later {
  fill(text: string): void;
}

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** A document that is written page by page: a page leaves it when the next one begins. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  private laters = 0;

  constructor({ title, about, madeAtMs }: PaperInfo) {
    this.doc = new PDFDocument({
      ...{ size: 'A4', margin: 0, autoFirstPage: false, font: '', pdfVersion: '1.7', lang: 'en', displayTitle: true },
      // It is never emptied; what is told often is remembered by the pen.
      fontLayoutCache: false,
      info: { Title: title, Subject: about, Creator: 'weir', Producer: 'weir', CreationDate: new Date(madeAtMs) },
    });
  }

  /** Bytes that are written and not taken yet. */
  get waitingBytes(): number {
    return this.doc.readableLength;
  }

  take(): Uint8Array | null {
    return this.doc.read() as Uint8Array | null;
  }

  /** Takes a typeface in under the name of its file. */
  takeIn(file: string): FontkitFont {
    this.doc.registerFont(file, file.endsWith('.woff') ? unpackWoff(readFileSync(file)) : file);
    this.doc.font(file);
    return this.inside._font.font;
  }

  /** How wide a text of one run is at a size of 1 pt. */
  widthOf(file: string, text: string, features: readonly string[]): number {
    this.doc.font(file);
    return this.inside._font.widthOfString(text, 1, features);
  }

  /** Keeps a place on this page for a text that is not known yet, which ends at `right`. */
  later(right: number, baseline: number, size: number, font: string, colour: readonly number[]): Later {
    const width = 160;
    const form = this.inside.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, -size, width, size * 2] });
    const name = `Later${(this.laters += 1)}`;
    this.inside.page.xobjects[name] = form;
    this.doc.addContent(`q 1 0 0 -1 ${right - width} ${baseline} cm /${name} Do Q`);
    return { fill: (text) => this.fill(form, text, { width, size, font, colour }) };
  }

  /** Puts the last pages before all others, since a report begins with what is known at its end. */
  putLastFirst(pages: number): void {
    const { Kids: kids } = this.inside._root.data.Pages.data;
    kids.unshift(...kids.splice(kids.length - pages, pages));
  }

  private fill(
    form: Reference,
    text: string,
    { width, size, font, colour }: { width: number; size: number; font: string; colour: readonly number[] },
  ): void {
    this.doc.font(font);
    const { _font: face } = this.inside;
    const left = width - face.widthOfString(text, size, []);
    form.data['Resources'] = { Font: { [face.id]: face.ref() } };
    const rgb = colour.map((part) => (part / 255).toFixed(3)).join(' ');
    const glyphs = face.encode(text)[0].join('');
    form.end(Buffer.from(`${rgb} rg BT /${face.id} ${size} Tf ${left.toFixed(2)} 0 Td <${glyphs}> Tj ET`));
  }

  private get inside(): Inside {
    return this.doc as unknown as Inside;
  }
}
