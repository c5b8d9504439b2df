import type { Decoded } from './refusal.js';

/** Thrown inside a decoder, turned into a value by `decoding`; never leaves this library. */
export class FieldError extends Error {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What nearly all texts of a message are: it spares them the closer looks. */
const PLAIN_ASCII = /^[\x20-\x7e]+$/;

/** One surrogate without the other, as a text cut in the wrong place ends; no database stores it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Made when first used: where messages are only made, as in a page's tests, there may be none. */
let utf8: TextDecoder | null = null;

/** Whether a text is a UUID in lower case, as ids of hosts are, and nearly all others. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Runs a decoder on JSON text or bytes; a field error, or text that is not a JSON object, becomes a refusal. */
export function decoding<T>(payload: string | Uint8Array, decode: (record: Fields) => T): Decoded<T> {
  try {
    return { ok: true, value: decode(new Fields(parseJson(payload), '')) };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, refusal: { field: error.field, reason: error.reason } };
    throw error;
  }
}

function parseJson(payload: string | Uint8Array): unknown {
  try {
    if (typeof payload === 'string') return JSON.parse(payload);
    utf8 ??= new TextDecoder('utf-8', { fatal: true });
    return JSON.parse(utf8.decode(payload));
  } catch {
    throw new FieldError('payload', 'is not JSON');
  }
}

/** The fields of one JSON object, each read with a check that names the field when it fails. */
export class Fields {
  private readonly record: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly path: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new FieldError(path || 'payload', 'is not an object');
    }
    this.record = value as Record<string, unknown>;
  }

  name(field: string): string {
    return this.path ? `${this.path}.${field}` : field;
  }

  /** The names of its fields, which are data themselves: each is text, and there are at most `maxLength`. */
  names(maxLength: number): string[] {
    return asList(Object.keys(this.record), this.path, maxLength, (value, name) => asText(value, name, 255));
  }

  get(field: string): unknown {
    return this.record[field];
  }

  /** Refuses any version but 1. */
  version(): 1 {
    if (this.record['v'] !== 1) throw new FieldError(this.name('v'), 'must be 1');
    return 1;
  }

  host(): string {
    const host = this.text('host', 36);
    if (!isUuid(host)) throw new FieldError(this.name('host'), 'is not a UUID in lower case');
    return host;
  }

  text(field: string, maxLength: number): string {
    return asText(this.record[field], this.name(field), maxLength);
  }

  optionalText(field: string, maxLength: number): string | null {
    const value = this.record[field];
    return value === undefined || value === null ? null : asText(value, this.name(field), maxLength);
  }

  integer(field: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
    return asInteger(this.record[field], this.name(field), min, max);
  }

  optionalInteger(field: string, min: number): number | null {
    const value = this.record[field];
    return value === undefined || value === null ? null : asInteger(value, this.name(field), min);
  }

  boolean(field: string): boolean {
    const value = this.record[field];
    if (typeof value !== 'boolean') throw new FieldError(this.name(field), 'is not true or false');
    return value;
  }

  oneOf<const T extends string>(field: string, allowed: readonly T[]): T {
    const value = allowed.find((known) => known === this.record[field]);
    if (value === undefined) throw new FieldError(this.name(field), `is not one of ${allowed.join(', ')}`);
    return value;
  }

  object(field: string): Fields {
    return new Fields(this.record[field], this.name(field));
  }

  list<T>(field: string, maxLength: number, decode: (value: unknown, name: string) => T): T[] {
    return asList(this.record[field], this.name(field), maxLength, decode);
  }

  objects<T>(field: string, maxLength: number, decode: (fields: Fields) => T): T[] {
    return this.list(field, maxLength, (value, name) => decode(new Fields(value, name)));
  }
}

/** Whether a field is missing or null. */
export function isNone(fields: Fields, field: string): boolean {
  return fields.get(field) === undefined || fields.get(field) === null;
}

export function asText(value: unknown, name: string, maxLength: number): string {
  if (typeof value !== 'string') throw new FieldError(name, 'is not a text');
  if (value.length === 0) throw new FieldError(name, 'is empty');
  if (value.length > maxLength) throw new FieldError(name, `is longer than ${maxLength} characters`);
  if (PLAIN_ASCII.test(value)) return value;
  // PostgreSQL cannot store it, and no kernel or Docker name holds one.
  if (value.includes('\u0000')) throw new FieldError(name, 'contains a NUL character');
  if (HALF_CHARACTER.test(value)) throw new FieldError(name, 'contains half a character');
  return value;
}

export function asInteger(value: unknown, name: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new FieldError(name, 'is not a safe integer');
  if (value < min || value > max) throw new FieldError(name, `is not between ${min} and ${max}`);
  return value;
}

export function asList<T>(
  value: unknown,
  name: string,
  maxLength: number,
  decode: (value: unknown, name: string) => T,
): T[] {
  if (!Array.isArray(value)) throw new FieldError(name, 'is not a list');
  if (value.length > maxLength) throw new FieldError(name, `has more than ${maxLength} entries`);
  return value.map((entry, index) => {
    try {
      return decode(entry, name);
    } catch (error) {
      throw error instanceof FieldError ? atIndex(error, name, index) : error;
    }
  });
}

/** An entry's name is made only where it is needed: a message has hundreds. */
function atIndex({ field, reason }: FieldError, name: string, index: number): FieldError {
  return new FieldError(`${name}[${index}]${field.slice(name.length)}`, reason);
}

/** Refuses a list whose entries do not each have a key of their own. */
export function distinct<T>(entries: T[], name: string, keyOf: (entry: T) => unknown = (entry) => entry): T[] {
  if (new Set(entries.map(keyOf)).size !== entries.length) throw new FieldError(name, 'holds a key twice');
  return entries;
}
