import { lettersOf } from './runs.js';

/** How wide a text is, in points. */
export type Measure = (text: string) => number;

const ELLIPSIS = '…';
/** Where names may go on in the next line: behind spaces and these, but for a space between a figure and its percent sign. */
const WORD = /[^\s/_.:,;@=-]*(?:(?<=\d) %)?[\s/_.:,;@=-]*/gu;
/** Chinese characters and kana may go on anywhere. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Words with more letters than this are cut where a line is full, as nobody could read them otherwise either. */
const LONGEST_WORD = 30;

/** As much of a text as fits, with an ellipsis where that is not all. */
export function fit(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const letters = lettersOf(text);
  const cut = (count: number): string => letters.slice(0, count).join('').trimEnd() + ELLIPSIS;
  let count = countOf(letters, width, measure);
  while (count > 0 && measure(cut(count)) > width) count -= 1;
  return cut(count);
}

/** A text in lines, of which none is wider; what does not fit into `most` of them ends with an ellipsis. */
export function wrap(text: string, width: number, most: number, measure: Measure): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  const words = wordsOf(text, (word) => measure(word.trimEnd()) > width);
  let next = 0;
  while (next < words.length && lines.length < most - 1) {
    // One at least, so that there is an end.
    const count = Math.max(1, countOf(words.slice(next, next + MOST_IN_LINE), width, measure));
    lines.push(
      words
        .slice(next, next + count)
        .join('')
        .trimEnd(),
    );
    next += count;
  }
  if (next < words.length) lines.push(fit(words.slice(next).join('').trimEnd(), width, measure));
  return lines;
}

const MOST_IN_LINE = 500;

/** Words, and letters where one may go on in the next line. */
function wordsOf(text: string, isTooWide: (word: string) => boolean): string[] {
  const words = text.match(WORD)?.filter((word) => word !== '') ?? [];
  return words.flatMap((word) => (mayBeCut(word) || isTooWide(word) ? lettersOf(word) : [word]));
}

function mayBeCut(word: string): boolean {
  return word.length > LONGEST_WORD || WITHOUT_SPACES.test(word);
}

/** How many of the words or letters, one after the other, are no wider than this; a space at the end counts nothing. */
function countOf(words: readonly string[], width: number, measure: Measure): number {
  let sum = 0;
  for (const [index, word] of words.entries()) {
    if (sum + measure(word.trimEnd()) > width) return index;
    sum += measure(word);
  }
  return words.length;
}
