import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AlertFeed } from '../../../live/alert.feed.js';
import { EventFeed } from '../../../live/event.feed.js';
import { LiveMetrics } from '../../../live/live-metrics.js';
import { Newest } from '../../../live/newest.js';
import { PatternFeed } from '../../../live/pattern.feed.js';
import type { TimelineKind } from '../../../query/timeline/entry.js';

type Kinds = readonly TimelineKind[];

/** What agents tell of is stored a moment later. */
const TELLS_AFTER_MS = 1_000;

/** Tells of what kind there is something new in the timeline; what that is, a page asks for. */
@Injectable()
export class TimelineWatch implements OnModuleDestroy {
  private readonly queues = new Set<Newest<Kinds>>();
  private readonly changed = new Set<TimelineKind>();
  private timer: NodeJS.Timeout | null = null;
  private changes: AsyncIterableIterator<unknown> | null = null;

  constructor(
    alerts: AlertFeed,
    patterns: PatternFeed,
    private readonly events: EventFeed,
    private readonly metrics: LiveMetrics,
  ) {
    alerts.listen(({ areSettings }) => this.note(areSettings ? ['annotation'] : ['alert']));
    patterns.listen(() => this.note(['pattern']));
  }

  onModuleDestroy(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const queue of [...this.queues]) queue.end();
  }

  /** Kinds from now on, until the consumer returns. */
  subscribe(): AsyncIterableIterator<Kinds> {
    const queue: Newest<Kinds> = new Newest(() => {
      this.queues.delete(queue);
      this.metrics.subscribers.dec();
      if (this.queues.size === 0) void this.changes?.return?.();
    });
    this.queues.add(queue);
    this.metrics.subscribers.inc();
    if (this.queues.size === 1) void this.hearChanges();
    return queue;
  }

  /** Agents' changes are heard while somebody listens. */
  private async hearChanges(): Promise<void> {
    const changes = this.events.subscribe({ hosts: null, kinds: null });
    this.changes = changes;
    while ((await changes.next()).done !== true) this.note(['change', 'deploy']);
  }

  private note(kinds: Kinds): void {
    if (this.queues.size === 0) return;
    for (const kind of kinds) this.changed.add(kind);
    this.timer ??= setTimeout(() => this.tell(), TELLS_AFTER_MS).unref();
  }

  private tell(): void {
    const kinds = [...this.changed];
    this.changed.clear();
    this.timer = null;
    for (const queue of this.queues) if (queue.put('', kinds)) this.metrics.countSkipped();
  }
}
