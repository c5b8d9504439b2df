import type { Steps } from '../background/turns.js';
import type { Entries, Entry } from './entries.js';

/** A word of a name that a word asked for matches: 3 = it is the word, 2 = it begins so, 1 = nearly; and how near, 0 to 1. */
export interface WordMatch {
  readonly tier: number;
  readonly nearness: number;
}

type Likes = ReadonlyMap<string, WordMatch>;

export const EXACT = 3;
const PREFIX = 2;
const FUZZY = 1;

/** One letter may be wrong from here on, in five. */
const FUZZY_FROM_LETTERS = 4;
const FUZZY_SHARE = 0.2;
const MOST_WRONG = 2;
/** One letter begins any number of words, and few of them tell anything. */
const MOST_WORDS = 5_000;
const MOST_CODES = 1_000;
/** So many names are looked at in one step: a fraction of a millisecond. */
const A_STEP = 500;

/** The known words that match a word asked for. */
export function wordsLike(asked: string, { words, codes }: Entries): Likes {
  const found = new Map<string, WordMatch>();
  const isKnown = words.has(asked) || codes.has(asked);
  if (isKnown) found.set(asked, { tier: EXACT, nearness: 1 });
  addBeginnings(found, asked, words.atPrefix(asked).keys(), MOST_WORDS);
  addBeginnings(found, asked, codes.atPrefix(asked).keys(), MOST_CODES);
  if (asked.length >= FUZZY_FROM_LETTERS) addNearly(found, asked, words);
  return found;
}

function addNearly(found: Map<string, WordMatch>, asked: string, words: Entries['words']): void {
  const add = (word: string, distance: number): void => {
    if (!found.has(word)) found.set(word, { tier: FUZZY, nearness: 1 - distance / asked.length });
  };
  // Two letters the wrong way round are one slip, which the tree would count as two.
  for (const word of swapped(asked)) if (words.has(word)) add(word, 1);
  const wrong = Math.min(MOST_WRONG, Math.round(asked.length * FUZZY_SHARE));
  for (const [word, [, distance]] of words.fuzzyGet(asked, wrong)) add(word, distance);
}

function swapped(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, place) => {
    const before = letters[place] ?? '';
    return [...letters.slice(0, place), letter, before, ...letters.slice(place + 2)].join('');
  });
}

function addBeginnings(found: Map<string, WordMatch>, asked: string, words: Iterable<string>, most: number): void {
  let left = most;
  for (const word of words) {
    if (left === 0) return;
    left -= 1;
    if (word !== asked) found.set(word, { tier: PREFIX, nearness: asked.length / word.length });
  }
}

/** Shows the names of which each word asked for matches a word, with how well the worst of them does. */
export function* eachNameLike(
  asked: readonly string[],
  entries: Entries,
  show: (entry: Entry, match: WordMatch) => void,
): Steps {
  const likes: Likes[] = [];
  for (const word of asked) {
    likes.push(wordsLike(word, entries));
    yield;
  }
  const [rarest, ...others] = likes
    .map((like) => byQuality(like, entries))
    .sort((one, other) => one.count - other.count);
  const seen = new Set<Entry>();
  for (const [word, match] of rarest?.words ?? []) {
    for (const entry of entries.holdersOf(word)) {
      if (seen.has(entry)) continue;
      seen.add(entry);
      if (seen.size % A_STEP === 0) yield;
      const worst = others.reduce<WordMatch | null>(
        (known, { like }) => known && worse(known, bestOf(entry, like)),
        match,
      );
      if (worst) show(entry, worst);
    }
  }
}

interface Ordered {
  readonly like: Likes;
  /** Best first: where a name holds several, it is met by the best. */
  readonly words: readonly (readonly [string, WordMatch])[];
  /** How many names hold one of them. */
  readonly count: number;
}

function byQuality(like: Likes, entries: Entries): Ordered {
  let count = 0;
  for (const word of like.keys()) count += entries.holdersOf(word).size;
  return { like, words: [...like].sort(([, one], [, other]) => qualityOf(other) - qualityOf(one)), count };
}

const qualityOf = ({ tier, nearness }: WordMatch): number => 2 * tier + nearness;

function bestOf({ tokens }: Entry, like: Likes): WordMatch | null {
  let best: WordMatch | null = null;
  for (const token of tokens) {
    const match = like.get(token);
    if (match && (!best || qualityOf(match) > qualityOf(best))) best = match;
  }
  return best;
}

function worse(one: WordMatch, other: WordMatch | null): WordMatch | null {
  return other && (qualityOf(one) <= qualityOf(other) ? one : other);
}
