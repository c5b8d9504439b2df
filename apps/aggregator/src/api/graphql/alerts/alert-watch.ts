import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Outage } from '../../../background/outage.js';
import { AlertFeed, type AlertsTold } from '../../../live/alert.feed.js';
import { LiveMetrics } from '../../../live/live-metrics.js';
import { Newest } from '../../../live/newest.js';
import type { ListedAlert } from '../../../query/alerts/alert.js';
import { AlertRepository } from '../../../query/alerts/alerts.js';

/** What changed about alerts since it was told last. */
export interface AlertNews {
  readonly alerts: readonly ListedAlert[];
  /** Ids of alerts that are no more: they were pending. */
  readonly gone: readonly string[];
  readonly incidents: readonly string[];
  readonly areSettings: boolean;
  /** Whether more changed than is told. */
  readonly isMore: boolean;
}

/** What changes together is told together. */
const GATHER_MS = 100;
const AGAIN_AFTER_MS = 2_000;
/** More than a page shows: it asks for its list again. */
export const MOST_TOLD = 200;

/** Tells of alerts as they change, once read from the store for all who listen. */
@Injectable()
export class AlertWatch implements OnModuleDestroy {
  private readonly reading = new Outage('reading alerts that are watched', new Logger('GraphQL'));
  private readonly queues = new Set<Newest<AlertNews>>();
  private alerts = new Set<string>();
  private incidents = new Set<string>();
  private areSettings = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    feed: AlertFeed,
    private readonly repository: AlertRepository,
    private readonly metrics: LiveMetrics,
  ) {
    feed.listen((told) => this.note(told));
  }

  onModuleDestroy(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const queue of [...this.queues]) queue.end();
  }

  /** News from now on, until the consumer returns. */
  subscribe(): AsyncIterableIterator<AlertNews> {
    const queue: Newest<AlertNews> = new Newest(() => {
      this.queues.delete(queue);
      this.metrics.subscribers.dec();
    });
    this.queues.add(queue);
    this.metrics.subscribers.inc();
    return queue;
  }

  private note({ alerts, incidents, areSettings }: AlertsTold): void {
    if (this.queues.size === 0) return;
    for (const id of alerts) this.alerts.add(id);
    for (const id of incidents) this.incidents.add(id);
    this.areSettings ||= areSettings;
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS).unref();
  }

  private async tell(): Promise<void> {
    const [alerts, incidents, areSettings] = [[...this.alerts], [...this.incidents], this.areSettings];
    this.alerts = new Set();
    this.incidents = new Set();
    this.areSettings = false;
    const told = alerts.slice(0, MOST_TOLD);
    const rows = await this.reading.trying(() => this.repository.byIds(told));
    this.timer = null;
    if (rows) {
      const isMore = alerts.length > MOST_TOLD || incidents.length > MOST_TOLD;
      const gone = told.filter((id) => !rows.some((row) => row.id === id));
      this.put({ alerts: rows, gone, incidents: incidents.slice(0, MOST_TOLD), areSettings, isMore });
    } else this.note({ alerts, incidents, areSettings });
    if (!rows || this.alerts.size > 0 || this.incidents.size > 0 || this.areSettings) this.again(rows === null);
  }

  private again(hasFailed: boolean): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tell(), hasFailed ? AGAIN_AFTER_MS : GATHER_MS).unref();
  }

  /** Who reads slowly is told last of all that something was left out. */
  private put(news: AlertNews): void {
    for (const queue of this.queues) {
      if (!queue.put('', news)) continue;
      this.metrics.countSkipped();
      queue.put('', { ...news, isMore: true });
    }
  }
}
