import type { Refusal } from '@weir/model';
import { refusalOfNul } from './nul.js';
import { allOf, anyOf, type Statement } from './sql.js';

/** What a text must match; all that is given must hold. */
export interface TextMatch extends Wanted {
  /** Is not this. What has no value is not this either. */
  readonly ne?: string | null;
  /** Is none of these. */
  readonly notIn?: readonly string[] | null;
}

/** What a text must be. */
export interface Wanted {
  /** Is exactly this. */
  readonly eq?: string | null;
  /** Is exactly one of these. */
  readonly in?: readonly string[] | null;
  /** Holds this; case does not matter. */
  readonly contains?: string | null;
  /** Looks like this, from its first character to its last: `*` is any text, `?` any character; case does not matter. */
  readonly glob?: string | null;
}

/** What is wrong with a match, or null. */
export function refusalOfMatch(field: string, match: TextMatch | null | undefined): Refusal | null {
  if (!match) return null;
  const { eq, ne, contains, glob } = match;
  return refusalOfNul(field, [eq, ne, contains, glob, ...(match.in ?? []), ...(match.notIn ?? [])]);
}

/** The texts that a match leaves out; null where it says nothing of that. */
export function unwantedBy({ ne, notIn }: TextMatch): readonly string[] | null {
  if (ne == null && notIn == null) return null;
  return [...(ne == null ? [] : [ne]), ...(notIn ?? [])];
}

/** What a match asks for beside what it leaves out; null where that is nothing. Without operators it asks for any value at all. */
export function wantedBy(match: TextMatch): Wanted | null {
  const { eq, contains, glob } = match;
  const asksFor = eq != null || match.in != null || contains != null || glob != null;
  return asksFor || unwantedBy(match) === null
    ? { eq: eq ?? null, in: match.in ?? null, contains: contains ?? null, glob: glob ?? null }
    : null;
}

/** SQL: one of the expressions is what is wanted. */
export function matchSql(statement: Statement, expressions: readonly string[], wanted: Wanted): string {
  const tests = testsOf(statement, wanted);
  return anyOf(expressions.map((text) => allOf([`${text} IS NOT NULL`, ...tests.map((test) => test(text))])));
}

/** SQL: an expression holds a text; case does not matter. */
export function holdsSql(expression: string, sought: Sought): string {
  return `strpos(${folded(expression, sought)}, ${folded(sought.place, sought)}) > 0`;
}

/** SQL: one of the columns of folded names (see `0015_names`) holds a text; null where that needs the rules of a language. */
export function inFoldedSql(statement: Statement, columns: readonly string[], text: string): string | null {
  if (!WITHIN_A_NAME.test(text)) return null;
  const place = statement.place(text.toLowerCase(), 'text');
  return anyOf(columns.map((column) => `strpos(${column}, ${place}) > 0`));
}

/** A text that is sought, and its place in the statement. */
export interface Sought {
  readonly text: string;
  readonly place: string;
}

/** Keeps a text that is sought. */
export function sought(statement: Statement, text: string): Sought {
  return { text, place: statement.place(text, 'text') };
}

/** Of plain letters, and without what stands between folded names. */
const WITHIN_A_NAME = /^[\u0002-\u007f]*$/;
const PLAIN = /^[\u0000-\u007f]*$/;

/** Where letters without accents are sought, only those are folded: to fold by the rules of a language takes ten times as long. */
function folded(expression: string, { text }: Sought): string {
  return `lower(${PLAIN.test(text) ? `${expression} COLLATE "C"` : expression})`;
}

function testsOf(statement: Statement, wanted: Wanted): ((text: string) => string)[] {
  const tests: ((text: string) => string)[] = [];
  if (wanted.eq != null) tests.push(equals(statement.place(wanted.eq, 'text')));
  if (wanted.in != null) tests.push(isAmong(statement.place(wanted.in, 'text[]')));
  if (wanted.contains != null) tests.push(holds(sought(statement, wanted.contains)));
  if (wanted.glob != null) tests.push(isLike(sought(statement, patternOf(wanted.glob))));
  return tests;
}

const equals = (place: string) => (text: string) => `${text} = ${place}`;
const isAmong = (place: string) => (text: string) => `${text} = ANY (${place})`;
const holds = (wanted: Sought) => (text: string) => holdsSql(text, wanted);
const isLike = (wanted: Sought) => (text: string) => `${folded(text, wanted)} LIKE ${folded(wanted.place, wanted)}`;

/** SQL's own form of a glob, for LIKE: what means something to LIKE alone is escaped. */
export function patternOf(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
