import type { Bidi } from 'bidi-js';
import { createRequire } from 'node:module';
import { MARK } from './readable.js';
import type { Typefaces, Weight } from './typefaces.js';

/** Letters of one typeface and direction, in the order in which they are drawn. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

interface Letter {
  readonly text: string;
  readonly font: string;
  readonly level: number;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
// Its types are of a module, and it is none.
const bidi = (createRequire(import.meta.url)('bidi-js') as () => Bidi)();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The letters of a readable text as people see them: with their accents. */
export function lettersOf(text: string): string[] {
  return isPlain(text) ? [...text] : Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** A line, from left to right as it is drawn; what no typeface has is a mark. Lines begin at the left, also those in Arabic. */
export function runsOf(line: string, weight: Weight, typefaces: Typefaces): Run[] {
  const levels = RIGHT_TO_LEFT.test(line) ? bidi.getEmbeddingLevels(line, 'ltr').levels : undefined;
  let index = 0;
  let before: Letter | undefined;
  const letters = lettersOf(line).map((text) => {
    const level = levels?.[index] ?? 0;
    index += text.length;
    before = placed(text, level, weight, typefaces, before);
    return before;
  });
  return inSight(joined(letters)).map(({ font, text, level }) => ({ font, text: asDrawn(text, level) }));
}

function isPlain(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text);
}

function placed(text: string, level: number, weight: Weight, typefaces: Typefaces, before?: Letter): Letter {
  // Spaces take the typeface of what they follow, so that words stay in one run.
  if (text === ' ' && before) return { text, font: before.font, level };
  const font = typefaces.of(text, weight);
  if (font !== null) return { text, font, level };
  const mark = typefaces.of(MARK, weight);
  if (mark === null) throw new Error('No typeface has the mark for what cannot be shown.');
  return { text: MARK, font: mark, level };
}

function joined(letters: readonly Letter[]): Letter[] {
  const runs: Letter[] = [];
  for (const letter of letters) {
    const last = runs.at(-1);
    if (last && last.font === letter.font && last.level === letter.level) {
      runs[runs.length - 1] = { ...last, text: last.text + letter.text };
    } else runs.push(letter);
  }
  return runs;
}

/** Rule L2 of the Unicode bidirectional algorithm: from the highest level down, what lies at it or above is turned around. */
function inSight(runs: Letter[]): Letter[] {
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  let ordered = runs;
  for (let level = highest; level > 0; level -= 1) ordered = turnedFrom(ordered, level);
  return ordered;
}

function turnedFrom(runs: readonly Letter[], level: number): Letter[] {
  const ordered: Letter[] = [];
  let turned: Letter[] = [];
  for (const run of runs) {
    if (run.level >= level) turned.unshift(run);
    else {
      ordered.push(...turned, run);
      turned = [];
    }
  }
  return [...ordered, ...turned];
}

/** Letters of Arabic and Hebrew are turned where glyphs are chosen; brackets, and signs among themselves, here. */
function asDrawn(text: string, level: number): string {
  if (level % 2 === 0) return text;
  const mirrored = lettersOf(text).map((letter) => bidi.getMirroredCharacter(letter) ?? letter);
  return RIGHT_TO_LEFT.test(text) ? mirrored.join('') : mirrored.reverse().join('');
}
