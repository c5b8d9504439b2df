/**
 * What a name must not hold, though anybody may write it: control characters, which end lines and colour terminals; marks
 * that turn the direction of whatever stands beside; halves of characters, which no database takes.
 */
const HARMFUL = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const REPLACEMENT = '\uFFFD';
const ELLIPSIS = '…';

/** The text as it can be shown anywhere, no longer than a message holds. Letters of any script stay. */
export function cleanText(text: string, maxLength: number): string {
  const shortened =
    text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}${ELLIPSIS}`;
  return shortened.replace(HARMFUL, REPLACEMENT);
}
