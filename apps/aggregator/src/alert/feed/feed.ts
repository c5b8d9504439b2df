import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import type { Filter } from '../../query/filter.js';
import type { Evaluator } from '../evaluate/evaluator.js';
import type { Subject } from '../lifecycle/alert.js';
import type { Churn } from '../lifecycle/churn.js';
import type { Level } from '../rule/figures.js';

/** What a feed is made of. Times are ms since 1970. */
export interface FeedParts {
  readonly pool: Pool;
  readonly connection: NatsConnection;
  /** When this process began to look: hosts have some time from then on to be heard. */
  readonly nowMs: number;
  /** Until when changes were taken in before, by whoever looked then; null where nobody did. What came since is read from the store. */
  readonly sinceMs: number | null;
}

/** A change or a pattern that a rule waits for, of something that its scope matches. */
export interface Told {
  /** `over` = the pattern ended, or was taken back: of that rule and subject none is left. */
  readonly kind: 'told' | 'over';
  readonly ruleId: string;
  readonly subject: Subject;
  readonly text: string;
  /** Strength of a pattern; null of a change. */
  readonly value: number | null;
  /** When a change is no longer shown; null of a pattern, which lasts until it is over. */
  readonly untilMs: number | null;
}

/** What a rule no longer watches though it was not fine: it went, or the scope matches it no more. */
export interface Gone {
  readonly ruleId: string;
  readonly subject: Subject;
  readonly value: number;
}

/** What happened since the last look, beside figures; to be taken in this order. */
export interface Happened {
  readonly churns: readonly { readonly churn: Churn; readonly atMs: number }[];
  readonly gone: readonly Gone[];
  readonly told: readonly Told[];
}

/**
 * What all rules look at, as it comes: figures of everything that they watch, written into the columns of the evaluator; changes and
 * patterns, laid to the rules that wait for them; and what each scope matches. One process holds one, for as long as it runs the rules:
 *
 *     const feed = await Feed.open({ pool, connection, nowMs, sinceMs });
 *     await feed.attach(new Evaluator(rules), quietScopes);   // again whenever rules, silences or windows change
 *     evaluator.resume(…), lifecycle.take('gone', …) of alerts whose subject is not watched
 *     every second: const { churns, gone, told } = feed.fill(nowMs); evaluator.evaluate(nowMs);
 */
export interface Feed {
  /**
   * From now on these rules are run: reads what they match, and calls `watch` of this evaluator. What is told by `gone` is of
   * this evaluator alone. Throws where the store cannot be read; the rules of before are run on then.
   */
  attach(evaluator: Evaluator, quietScopes: readonly Filter[]): Promise<void>;
  /** Writes the figures of now into the columns; answers what else happened since the last call. */
  fill(nowMs: number): Happened;
  /** What is watched by this key; undefined where nothing is, and was not at the look before either. */
  subject(level: Level, key: string): Subject | undefined;
  /** Whether a rule watches it: of a rule on patterns, whether one that it waits for lasts there. */
  watches(ruleId: string, key: string): boolean;
  /** Whether one of the scopes given to `attach`, of a rule or of quiet, matches a subject; false where it was not given. */
  covers(scope: Filter, subject: Subject): boolean;
  /** How many things rules watch, each once a rule. */
  readonly watchedCount: number;
  /** Since when nobody is heard, so that rules on absence pause; null where somebody is. */
  readonly pausedSinceMs: number | null;
  /** Hears nothing any more. */
  close(): void;
}

/** Begins to hear what hosts tell, and reads what there is. Throws where the store cannot be read. */
export type OpenFeed = (parts: FeedParts) => Promise<Feed>;
