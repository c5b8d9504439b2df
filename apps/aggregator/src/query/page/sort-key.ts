import { holdsNul } from '../nul.js';

/** What a list is ordered by: an expression that is never null, and of a kind that a cursor can carry exactly. */
export interface SortKey {
  readonly sql: string;
  readonly kind: 'text' | 'whole' | 'time';
}

/** A value of a key, as a cursor carries it; moments as µs since 1970. */
export type KeyValue = string | number;

const LATEST_US = Date.UTC(9_999, 11) * 1_000;

interface Kind {
  isValid(value: unknown): boolean;
  /** SQL of a value as JSON carries it. */
  read(sql: string): string;
  /** SQL of a value that came from a cursor. */
  write(place: (type: string) => string): string;
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const KINDS: Readonly<Record<SortKey['kind'], Kind>> = {
  text: {
    isValid: (value) => typeof value === 'string' && !holdsNul(value),
    read: (sql) => sql,
    write: (place) => place('text'),
  },
  whole: { isValid: isWhole, read: (sql) => sql, write: (place) => place('bigint') },
  time: {
    isValid: (value) => isWhole(value) && Math.abs(Number(value)) <= LATEST_US,
    // To the µs, as stored: with ms alone, moments of one ms would be left out or come twice.
    read: (sql) => `(extract(epoch FROM ${sql}) * 1000000)::bigint`,
    write: (place) => `'epoch'::timestamptz + ${place('float8')} * interval '1 microsecond'`,
  },
};

/** A key of a text; what has none comes first. */
export function byText(sql: string): SortKey {
  return { sql: `coalesce(${sql}, '')`, kind: 'text' };
}

/** A key of a text that is never null, which an index may know. */
export function byName(sql: string): SortKey {
  return { sql, kind: 'text' };
}

/** A key of a whole number that is never null. */
export function byWhole(sql: string): SortKey {
  return { sql, kind: 'whole' };
}

/** A key of a moment that is never null. */
export function byTime(sql: string): SortKey {
  return { sql, kind: 'time' };
}

/** Whether a value can be one of the key. */
export function isValueOf({ kind }: SortKey, value: unknown): value is KeyValue {
  return KINDS[kind].isValid(value);
}

/** SQL of a column that holds the key, as JSON carries it. */
export function readSql({ kind }: SortKey, column: string): string {
  return KINDS[kind].read(column);
}

/** SQL of a value of the key; `place` keeps it as a parameter. */
export function valueSql({ kind }: SortKey, place: (type: string) => string): string {
  return KINDS[kind].write(place);
}
