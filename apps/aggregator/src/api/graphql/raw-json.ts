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
  const texts: string[] = (found = []);
  try {
    const [first = '', ...rest] = JSON.stringify(value).split(`"${PLACE}"`);
    return rest.reduce((whole, part, index) => whole + (texts[index] ?? '') + part, first);
  } finally {
    found = null;
  }
}
