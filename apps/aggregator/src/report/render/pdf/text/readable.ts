/** Stands for what cannot be shown. */
export const MARK = '\u{fffd}';
/** No text is read to its end that is longer. */
const MOST_LETTERS = 10_000;
/** More accents than this on one letter reach into the lines above and below. */
const MOST_ACCENTS = 2;

/** What changes the order of what follows, or is not seen at all. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\u{200e}\u{200f}\u{061c}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fff9}-\u{fffb}\u{feff}]/gu;
/** Joiners and variants, which mean nothing in these typefaces. */
const WITHOUT_MEANING = /[\u{00ad}\u{200b}-\u{200d}\u{2060}-\u{2064}\u{fe00}-\u{fe0f}\u{e0000}-\u{e0fff}]/gu;
const TOO_MANY_ACCENTS = new RegExp(`(\\p{M}{${MOST_ACCENTS}})\\p{M}+`, 'gu');

/**
 * Text as it may be set on one line: whatever a host calls itself, it neither turns around what stands beside it, nor reaches out of
 * its line, nor hides. What is taken away is seen as a mark.
 */
export function readable(text: string): string {
  const whole = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
  return whole
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(WITHOUT_MEANING, '')
    .replace(HIDDEN, MARK)
    .replace(TOO_MANY_ACCENTS, '$1');
}
