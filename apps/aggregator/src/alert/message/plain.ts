/** Longer names than this are cut: a message is read on a phone. */
const LONGEST_NAME = 80;

/** Control characters, and marks that turn the direction of what follows or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A name as one line of plain text. Names come from hosts, some of which are hostile: a line end would begin a header of a mail, a
 * mark of direction would make a sentence say something else.
 */
export function nameText(name: string): string {
  const seen = name.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...seen];
  return characters.length <= LONGEST_NAME ? seen : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

/** A text of several lines without what cannot be seen. */
export function linesText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(UNSEEN, ' '))
    .join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, between tags and in attributes. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
