import type { Entry } from './entries.js';
import type { SearchKind } from './subject.js';
import { EXACT, type WordMatch } from './words.js';

/** Of what matches alike, what people look for most often comes first. */
const WEIGHTS: Readonly<Record<SearchKind, number>> = {
  ...{ host: 9, service: 8, stack: 8, workload: 8, container: 6, network: 5, image: 4, label: 3, interface: 2 },
};

const TIER = 1_000;
/** What is there comes before what is gone. */
export const PRESENT = 500;
const NEARNESS = 100;
const WEIGHT = 10;
const WHOLE_NAME = EXACT + 1;
const LONG_NAME = 90;

/** How well a name matches: as a whole, by a word, by its beginning, nearly; of equals the short one comes first. */
export function rankOfName({ kind, lowerName, present }: Entry, { tier, nearness }: WordMatch, asked: string): number {
  const level = lowerName === asked ? WHOLE_NAME : tier;
  const shortness = -Math.min(lowerName.length, LONG_NAME) / LONG_NAME;
  return rankOf(kind, level, present > 0) + nearness * NEARNESS + shortness;
}

/** How well an address or id matches: as a whole, or by its beginning. */
export function rankOfFound(kind: SearchKind, isExact: boolean, isGone: boolean): number {
  return rankOf(kind, isExact ? WHOLE_NAME : EXACT - 1, !isGone);
}

function rankOf(kind: SearchKind, tier: number, isPresent: boolean): number {
  return tier * TIER + (isPresent ? PRESENT : 0) + WEIGHTS[kind] * WEIGHT;
}
