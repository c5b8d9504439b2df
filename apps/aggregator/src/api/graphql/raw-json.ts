import { randomUUID } from 'node:crypto';

/** Stands where a text belongs while the rest is written; nobody else can know it. */
const PLACE = randomUUID();

let found: string[] | null = null;

/** JSON that is made already. */
export class RawJson {
  constructor(private readonly text: string) {}

  /** What JSON.stringify asks for: a place for the text where {@link stringifyRaw} puts it in, else its value. */
  toJSON(): unknown {
    if (!found) return JSON.parse(this.text);
    found.push(this.text);
    return PLACE;
  }
}

/** JSON.stringify that takes over JSON that is made already. */
export function stringifyRaw(value: unknown): string {
  found = [];
  try {
    return completed(JSON.stringify(value));
  } finally {
    found = null;
  }
}

/** A value whose JSON somebody else makes, and at once hands to {@link completed}. */
export class RawPayload {
  constructor(private readonly value: unknown) {}

  /** What is asked for before any part of the value is. */
  toJSON(): unknown {
    found = [];
    return this.value;
  }
}

/** A text made by JSON.stringify, with the JSON that was made already in its places. */
export function completed(text: string): string {
  const texts = found ?? [];
  found = null;
  if (texts.length === 0) return text;
  const [first = '', ...rest] = text.split(`"${PLACE}"`);
  return rest.reduce((whole, part, index) => whole + (texts[index] ?? '') + part, first);
}
