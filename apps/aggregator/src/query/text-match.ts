import type { Refusal } from '@weir/model';
import { refusalOfNul } from './nul.js';
import { allOf, anyOf, type Statement } from './sql.js';

/** What a text must match; all that is given must hold. */
export interface TextMatch {
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
  return refusalOfNul(field, [match?.eq, match?.contains, match?.glob, ...(match?.in ?? [])]);
}

/** SQL: one of the expressions matches. A match without operators asks for any value at all. */
export function matchSql(statement: Statement, expressions: readonly string[], match: TextMatch): string {
  const tests = testsOf(statement, match);
  return anyOf(expressions.map((text) => allOf([`${text} IS NOT NULL`, ...tests.map((test) => test(text))])));
}

function testsOf(statement: Statement, match: TextMatch): ((text: string) => string)[] {
  const tests: ((text: string) => string)[] = [];
  if (match.eq != null) tests.push(equals(statement.place(match.eq, 'text')));
  if (match.in != null) tests.push(isAmong(statement.place(match.in, 'text[]')));
  if (match.contains != null) tests.push(holds(statement.place(match.contains, 'text')));
  if (match.glob != null) tests.push(isLike(statement.place(patternOf(match.glob), 'text')));
  return tests;
}

const equals = (place: string) => (text: string) => `${text} = ${place}`;
const isAmong = (place: string) => (text: string) => `${text} = ANY (${place})`;
const holds = (place: string) => (text: string) => `strpos(lower(${text}), lower(${place})) > 0`;
const isLike = (place: string) => (text: string) => `lower(${text}) LIKE lower(${place})`;

/** A glob as LIKE knows it; what means something to LIKE alone is escaped. */
function patternOf(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
