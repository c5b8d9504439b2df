import { cut } from '../../../access/kept-text.js';

/** Names of what may hold a secret: settings of channels do, whatever each is called. */
const SECRET = /password|secret|token|settings|current|next|yaml|signature|url/i;
const LONGEST_TEXT = 200;
const MOST_ENTRIES = 20;
const DEEPEST = 6;

/** What somebody gave, without what may be secret, and short. */
export function redacted(given: unknown, depth = 0): unknown {
  if (typeof given === 'string') return short(given);
  if (given instanceof Date) return given.toISOString();
  if (typeof given !== 'object' || given === null) return given;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(given)) return given.slice(0, MOST_ENTRIES).map((each) => redacted(each, depth + 1));
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      SECRET.test(key) && value !== null ? '(left out)' : redacted(value, depth + 1),
    ]),
  );
}

function short(text: string): string {
  const beginning = cut(text, LONGEST_TEXT);
  return beginning === text ? text : `${beginning}…`;
}
