import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Outage } from '../../../background/outage.js';
import { LiveMetrics } from '../../../live/live-metrics.js';
import { Newest } from '../../../live/newest.js';
import { PatternFeed } from '../../../live/pattern.feed.js';
import { currentScope, currentScopeKey, inScopeOfNow } from '../../../query/caller.js';
import type { PatternRow, PatternsAsked } from '../../../query/patterns/pattern.js';
import { PatternRepository } from '../../../query/patterns/patterns.js';

/** Something about a pattern. */
export interface PatternNews {
  readonly id: string;
  /** Null where it is not among those that are watched, or no more. */
  readonly pattern: PatternRow | null;
}

/** Each is a question to the store whenever something was found. */
export const MAX_WATCHED_PATTERNS = 64;
/** What is found together is asked for together. */
const GATHER_MS = 250;
const AGAIN_AFTER_MS = 2_000;
/** The newest; a page that missed others asks for its list again when it is opened anew. */
const MOST_WAITING_IDS = 10_000;

/** What of that which changed is told of, and what of it is among those that are watched. */
interface Changed {
  readonly told: ReadonlySet<string>;
  readonly passing: ReadonlySet<string>;
}

interface Watched {
  readonly changedOf: (ids: readonly string[]) => Promise<Changed>;
  readonly queues: Set<Newest<PatternNews>>;
}

/** Tells of patterns as they are found, once read from the store for all who watch the same. */
@Injectable()
export class PatternWatch implements OnModuleDestroy {
  private readonly reading = new Outage('reading patterns that are watched', new Logger('GraphQL'));
  private readonly watched = new Map<string, Watched>();
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    feed: PatternFeed,
    private readonly repository: PatternRepository,
    private readonly metrics: LiveMetrics,
  ) {
    feed.listen((ids) => this.note(ids));
  }

  onModuleDestroy(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const { queues } of [...this.watched.values()]) for (const queue of [...queues]) queue.end();
  }

  /** News from now on, until the consumer returns; null where too many different things are watched already. */
  subscribe(asked: PatternsAsked): AsyncIterableIterator<PatternNews> | null {
    const name = JSON.stringify([currentScopeKey(), asked]);
    const watched = this.watched.get(name) ?? { changedOf: this.changedOf(asked), queues: new Set() };
    if (watched.queues.size === 0 && this.watched.size >= MAX_WATCHED_PATTERNS) return null;
    const queue: Newest<PatternNews> = new Newest(() => {
      watched.queues.delete(queue);
      if (watched.queues.size === 0) this.watched.delete(name);
      this.metrics.subscribers.dec();
    }, 1);
    watched.queues.add(queue);
    this.watched.set(name, watched);
    this.metrics.subscribers.inc();
    return queue;
  }

  private note(ids: readonly string[]): void {
    if (this.watched.size === 0) return;
    for (const id of ids) if (this.changed.size < MOST_WAITING_IDS) this.changed.add(id);
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS).unref();
  }

  private async tell(): Promise<void> {
    const ids = [...this.changed];
    this.changed.clear();
    const told = await this.reading.trying(() => this.tellOf(ids));
    this.timer = null;
    if (told === null) for (const id of ids) this.changed.add(id);
    if (this.changed.size > 0 && !this.timer) {
      this.timer = setTimeout(() => void this.tell(), told === null ? AGAIN_AFTER_MS : GATHER_MS).unref();
    }
  }

  private async tellOf(ids: readonly string[]): Promise<true> {
    const patterns = new Map((await this.repository.byIds(ids)).map((pattern) => [pattern.id, pattern]));
    for (const watched of [...this.watched.values()]) {
      const { told, passing } = await watched.changedOf(ids);
      for (const id of told) this.put(watched, { id, pattern: passing.has(id) ? (patterns.get(id) ?? null) : null });
    }
    return true;
  }

  /** Looks in the scope of now: of what is not seen in it nothing is told, but that it is no more where it was seen before. */
  private changedOf(asked: PatternsAsked): Watched['changedOf'] {
    const seen = currentScope() ? new Set<string>() : null;
    return inScopeOfNow(async (ids) => {
      const passing = await this.repository.passing(asked, ids);
      if (!seen) return { told: new Set(ids), passing };
      const known = await this.repository.byIds(ids);
      const told = new Set(known.map(({ id }) => id));
      for (const id of ids) if (!told.has(id) && seen.delete(id)) told.add(id);
      for (const { id } of known) seen.add(id);
      return { told, passing };
    });
  }

  private put({ queues }: Watched, news: PatternNews): void {
    for (const queue of queues) if (queue.put(news.id, news)) this.metrics.countSkipped();
  }
}
