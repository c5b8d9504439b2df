import type { Entries, Entry } from './entries.js';

/** A word of a name that a word asked for matches: 3 = it is the word, 2 = it begins so, 1 = nearly; and how near, 0 to 1. */
export interface WordMatch {
  readonly tier: number;
  readonly nearness: number;
}

export const EXACT = 3;
const PREFIX = 2;
const FUZZY = 1;

/** One letter may be wrong from here on, in five. */
const FUZZY_FROM_LETTERS = 4;
const FUZZY_SHARE = 0.2;
const MOST_WRONG = 2;
/** One letter begins any number of words: the first of them do. */
const MOST_WORDS = 10_000;

/** The known words that match a word asked for. */
export function wordsLike(asked: string, { words }: Entries): Map<string, WordMatch> {
  const found = new Map<string, WordMatch>();
  for (const word of words.atPrefix(asked).keys()) {
    const nearness = asked.length / word.length;
    found.set(word, { tier: word === asked ? EXACT : PREFIX, nearness });
    if (found.size >= MOST_WORDS) break;
  }
  const wrong = Math.min(MOST_WRONG, Math.round(asked.length * FUZZY_SHARE));
  if (asked.length < FUZZY_FROM_LETTERS || wrong === 0) return found;
  for (const [word, [, distance]] of words.fuzzyGet(asked, wrong)) {
    if (!found.has(word)) found.set(word, { tier: FUZZY, nearness: 1 - distance / asked.length });
  }
  return found;
}

/** The names of which each word asked for matches a word, with how well the worst of them does. */
export function* namesLike(asked: readonly string[], entries: Entries): Generator<readonly [Entry, WordMatch]> {
  const likes = asked.map((word) => wordsLike(word, entries));
  const [rarest, ...others] = likes
    .map((like) => ({ like, count: holdersOf(like, entries) }))
    .sort((one, other) => one.count - other.count)
    .map(({ like }) => like);
  const seen = new Set<Entry>();
  for (const word of rarest?.keys() ?? []) {
    for (const entry of entries.words.get(word) ?? []) {
      if (seen.has(entry)) continue;
      seen.add(entry);
      const match = [rarest, ...others].map((like) => bestOf(entry, like)).reduce(worse);
      if (match) yield [entry, match];
    }
  }
}

function holdersOf(like: ReadonlyMap<string, WordMatch>, { words }: Entries): number {
  let count = 0;
  for (const word of like.keys()) count += words.get(word)?.size ?? 0;
  return count;
}

function bestOf({ tokens }: Entry, like: ReadonlyMap<string, WordMatch> | undefined): WordMatch | null {
  let best: WordMatch | null = null;
  for (const token of tokens) {
    const match = like?.get(token);
    if (match && (!best || match.tier + match.nearness > best.tier + best.nearness)) best = match;
  }
  return best;
}

function worse(one: WordMatch | null, other: WordMatch | null): WordMatch | null {
  if (!one || !other) return null;
  return one.tier + one.nearness <= other.tier + other.nearness ? one : other;
}
