import type { Refusal } from '@weir/model';
import { PATTERN_CATEGORIES, type PatternCategory, type PatternClass } from '../../analyse/pattern/finding.js';
import { refusalOfNul } from '../nul.js';
import type { Filtered } from '../page/listing.js';

export { PATTERN_CATEGORIES, type PatternCategory, type PatternClass };

/** What a pattern is laid to. */
export type PatternEntityKind = 'interface' | 'container' | 'network' | 'host';

/** What people say of a pattern: that nobody needs to know, or that it is meant to be so. */
export type PatternVerdict = 'not useful' | 'expected';

/** Where else a pattern showed, of the same host. */
export interface SeenOn {
  readonly kind: PatternEntityKind;
  /** As the entity's own. */
  readonly key: string;
  readonly name: string;
  readonly class: PatternClass;
  readonly strength: number;
}

/** A pattern, as stored. */
export interface PatternRow {
  readonly id: string;
  readonly class: PatternClass;
  readonly category: PatternCategory;
  readonly startedAt: Date;
  /** Null while it lasts. */
  readonly endedAt: Date | null;
  readonly lastSeenAt: Date;
  /** 0 … 1; 0 = it was taken back. */
  readonly strength: number;
  readonly sentence: string;
  readonly evidence: Readonly<Record<string, number>>;
  readonly entityKind: PatternEntityKind;
  /** Id of the interface or the host; of a container or a network the runtime's, which only its host knows. */
  readonly entityKey: string;
  readonly entityName: string;
  readonly hostId: number;
  readonly hostUuid: string;
  readonly hostName: string;
  /** Id of the interface whose figures it rests on; null where that was forgotten. */
  readonly netId: string | null;
  readonly seenOn: readonly SeenOn[];
  readonly repeats: number;
  readonly verdict: PatternVerdict | null;
}

/** The id by which all know what a pattern is laid to, or showed on. Many hosts have a network of the same id. */
export function entityIdOf({ hostUuid }: Pick<PatternRow, 'hostUuid'>, kind: PatternEntityKind, key: string): string {
  return kind === 'network' ? `${hostUuid}/${key}` : key;
}

/** Which patterns are asked for; null = all. */
export interface PatternsAsked extends Filtered {
  readonly classes: readonly PatternClass[] | null;
  readonly categories: readonly PatternCategory[] | null;
  /** ms since 1970: those that lasted at some time of it. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
  /** 0 … 1. */
  readonly minStrength: number | null;
  readonly isOpen: boolean | null;
  readonly isDismissed: boolean | null;
  /** Ids of what they are laid to, or showed on. */
  readonly entities: readonly string[] | null;
}

/** All that there are. */
export const ALL_PATTERNS: PatternsAsked = {
  filter: {},
  classes: null,
  categories: null,
  fromMs: null,
  toMs: null,
  minStrength: null,
  isOpen: null,
  isDismissed: null,
  entities: null,
};

const YEAR_10000_MS = Date.UTC(10_000, 0);
/** As many as a page shows of anything. */
const MOST_ENTITIES = 1_000;

/** What is wrong with what is asked, but for its filter; or null. */
export function refusalOfPatterns({ fromMs, toMs, minStrength, entities }: PatternsAsked): Refusal | null {
  for (const [field, ms] of Object.entries({ from: fromMs, to: toMs })) {
    if (ms !== null && !(ms >= 0 && ms < YEAR_10000_MS))
      return { field, reason: 'is not between the years 1970 and 9999' };
  }
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return { field: 'from', reason: 'is not before to' };
  if (minStrength !== null && !(minStrength >= 0 && minStrength <= 1)) {
    return { field: 'minStrength', reason: 'is not between 0 and 1' };
  }
  if ((entities?.length ?? 0) > MOST_ENTITIES) {
    return { field: 'entities', reason: `are more than ${MOST_ENTITIES}: name fewer, or give a filter` };
  }
  return refusalOfNul('entities', entities ?? []);
}
