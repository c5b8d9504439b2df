import type { Refusal } from '@weir/model';

/** By so many letters names differ that have nothing to do with each other. */
const TOO_FAR = 3;

/**
 * The fields of one object that people wrote. Every fault is kept, by the name of its field and with what to do about it, so
 * that one look mends them all; what is read in its place only fills the gap until the whole is refused.
 */
export class Reader {
  private readonly asked = new Set<string>();

  private constructor(
    private readonly record: Readonly<Record<string, unknown>>,
    private readonly path: string,
    private readonly faults: Refusal[],
  ) {}

  /** Null, and a fault, where it is no object. */
  static of(value: unknown, path: string, faults: Refusal[]): Reader | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Reader(value as Readonly<Record<string, unknown>>, path, faults);
    }
    faults.push({ field: path, reason: 'must be an object: fields with their values' });
    return null;
  }

  get(field: string): unknown {
    this.asked.add(field);
    return this.record[field];
  }

  has(field: string): boolean {
    return this.get(field) != null;
  }

  nameOf(field: string): string {
    return this.path ? `${this.path}.${field}` : field;
  }

  refuse(field: string, reason: string): void {
    this.faults.push({ field: this.nameOf(field), reason });
  }

  /** Text of one to `most` characters; `otherwise` where nothing is given, and a fault where that is undefined. */
  text(field: string, most: number, otherwise?: string): string {
    const value = this.get(field) ?? otherwise;
    if (isText(value, most)) return value;
    if (otherwise !== undefined && value === otherwise) return otherwise;
    this.refuse(field, `must be text of 1 to ${most} characters, without NUL`);
    return otherwise ?? '';
  }

  /** Text, or null where nothing is given. */
  optionalText(field: string, most: number): string | null {
    return this.has(field) ? this.text(field, most) : null;
  }

  flag(field: string, otherwise: boolean): boolean {
    const value = this.get(field) ?? otherwise;
    if (typeof value === 'boolean') return value;
    this.refuse(field, 'must be true or false');
    return otherwise;
  }

  number(field: string, { least, most, unit = '' }: Range, otherwise?: number): number {
    const value = this.get(field) ?? otherwise;
    if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return value;
    this.refuse(field, `must be a number${rangeText(least, most)}${unit && ` ${unit}`}`);
    return otherwise ?? least;
  }

  optionalNumber(field: string, range: Range): number | null {
    return this.has(field) ? this.number(field, range) : null;
  }

  oneOf<T extends string>(field: string, allowed: readonly T[], otherwise?: T): T {
    const value = this.get(field) ?? otherwise;
    const known = allowed.find((each) => each === value);
    if (known !== undefined) return known;
    this.refuse(field, `must be ${namesText(value, allowed)}`);
    return otherwise ?? (allowed[0] as T);
  }

  /** A list, each of which `read` makes something of; empty where nothing is given. */
  list<T>(field: string, most: number, read: (value: unknown, path: string, place: number) => T): T[] {
    const value = this.get(field) ?? [];
    if (Array.isArray(value) && value.length <= most) {
      return value.map((each: unknown, place) => read(each, `${this.nameOf(field)}[${place}]`, place));
    }
    this.refuse(field, `must be a list of at most ${most}`);
    return [];
  }

  /** A list of some of the names that are known. */
  listOf<T extends string>(field: string, allowed: readonly T[]): T[] {
    return this.list(field, allowed.length, (value, path) => {
      const known = allowed.find((each) => each === value);
      if (known === undefined) this.faults.push({ field: path, reason: `must be ${namesText(value, allowed)}` });
      return known ?? (allowed[0] as T);
    });
  }

  /** A list of texts. */
  texts(field: string, mostTexts: number, mostCharacters: number): string[] {
    return this.list(field, mostTexts, (value, path) => {
      if (isText(value, mostCharacters)) return value;
      this.faults.push({ field: path, reason: `must be text of 1 to ${mostCharacters} characters, without NUL` });
      return '';
    });
  }

  /** An object in a field; null where nothing is given. */
  object(field: string): Reader | null {
    const value = this.get(field);
    return value == null ? null : Reader.of(value, this.nameOf(field), this.faults);
  }

  /** The field's object as texts by name. */
  dictionary(field: string, most: number): Record<string, string> {
    const entries = Object.entries(this.object(field)?.record ?? {});
    if (entries.length > most) this.refuse(field, `must hold at most ${most}`);
    for (const [name, value] of entries) {
      if (!isText(value, 255))
        this.refuse(`${field}.${name}`, 'must be text of 1 to 255 characters, in quotes where it looks like a number');
    }
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  /** Refuses what nobody asked for: a name that is mistyped would silently mean nothing. */
  end(): void {
    for (const name of Object.keys(this.record)) {
      if (!this.asked.has(name)) this.refuse(name, `is not known here: ${namesText(name, [...this.asked])}`);
    }
  }
}

/** NUL, and half a character: no database stores them. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most && value.trim() !== '' && !UNSTORABLE.test(value);
}

/** What a number may be. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly unit?: string;
}

function rangeText(least: number, most: number): string {
  if (most !== Infinity) return ` from ${least} to ${most}`;
  return least === -Infinity ? '' : ` of at least ${least}`;
}

/** The names that are known, the one that was probably meant first. */
export function namesText(given: unknown, known: readonly string[]): string {
  const list = `one of ${known.join(', ')}`;
  const meant = typeof given === 'string' ? closestTo(given, known) : null;
  return meant === null ? list : `${list}; was ${meant} meant?`;
}

function closestTo(given: string, known: readonly string[]): string | null {
  const distances = known.map((name) => distance(given.toLowerCase(), name.toLowerCase()));
  const least = Math.min(...distances);
  return least < TOO_FAR ? (known[distances.indexOf(least)] ?? null) : null;
}

/** How many letters two names differ by (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 1; at <= Math.min(one.length, 64); at++) {
    const next = [at];
    for (let place = 1; place <= other.length; place++) {
      const replaced = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
