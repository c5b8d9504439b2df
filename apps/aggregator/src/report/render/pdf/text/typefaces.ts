import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FontkitFont, Paper } from '../page/paper.js';

export type Weight = 'regular' | 'bold';

const GEIST_PARTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'];
const GEIST_WEIGHT: Record<Weight, number> = { regular: 400, bold: 600 };
const DEJAVU: Record<Weight, string> = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };

/** Typefaces of very many letters, in parts, each of which is read when it is needed. */
const IN_PARTS = ['noto-sans-sc', 'nanum-gothic'];

const { resolve } = createRequire(import.meta.url);

/** Code points, and the file that has them. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly file: string;
}

/**
 * The typefaces of a document, each read when its first letter is needed: Geist as the dashboard has it, DejaVu Sans for what it lacks
 * (Greek, Arabic, Hebrew, signs), Noto Sans SC for Chinese characters and kana, and Nanum Gothic for Hangul.
 */
export class Typefaces {
  private readonly fonts = new Map<string, FontkitFont>();
  private readonly found = new Map<string, string | null>();
  private parts: readonly Part[] | undefined;

  constructor(private readonly paper: Paper) {}

  /** The file of the typeface that has all of these code points, null where none has. */
  of(letter: string, weight: Weight): string | null {
    const key = weight + letter;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const file = this.find(letter, weight);
    this.found.set(key, file);
    return file;
  }

  private find(letter: string, weight: Weight): string | null {
    for (const file of this.candidates(letter, weight)) if (this.has(file, letter)) return file;
    return null;
  }

  private *candidates(letter: string, weight: Weight): Iterable<string> {
    for (const part of GEIST_PARTS) {
      yield resolve(`@fontsource/geist/files/geist-${part}-${GEIST_WEIGHT[weight]}-normal.woff`);
    }
    yield resolve(`dejavu-fonts-ttf/ttf/${DEJAVU[weight]}`);
    for (const part of this.partsOf(letter.codePointAt(0) ?? 0)) yield part.file;
  }

  private has(file: string, letter: string): boolean {
    const font = this.fonts.get(file) ?? this.paper.takeIn(file);
    this.fonts.set(file, font);
    return [...letter].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  }

  private partsOf(codePoint: number): readonly Part[] {
    this.parts ??= IN_PARTS.flatMap(readParts);
    return this.parts.filter(({ from, to }) => from <= codePoint && codePoint <= to);
  }
}

function readParts(name: string): readonly Part[] {
  const folder = dirname(dirname(resolve(`@fontsource/${name}/files/${name}-latin-400-normal.woff`)));
  const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  // The others are letters that the first typeface has.
  const numbered = Object.entries(ranges).filter(([part]) => /^\[\d+\]$/.test(part));
  return numbered.flatMap(([part, text]) => {
    const file = join(folder, `files/${name}-${part.slice(1, -1)}-400-normal.woff`);
    return text.split(',').map((range) => ({ ...endsOf(range), file }));
  });
}

function endsOf(range: string): { readonly from: number; readonly to: number } {
  const [from = '', to = from] = range.trim().replace('U+', '').split('-');
  return { from: parseInt(from, 16), to: parseInt(to, 16) };
}
