import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LiveFeed } from '../../live/live.feed.js';
import { LiveMetrics } from '../../live/live-metrics.js';
import { Newest } from '../../live/newest.js';
import { type HostState, hostState, newestOfHost } from '../../query/host-state.js';
import { HostWatch, type WatchedHost } from '../../query/host-watch.js';

/** What happened to a host. */
export type HostNewsKind = 'alive' | 'silent' | 'new' | 'renamed' | 'inventory' | 'labels' | 'forgotten';

/** Something that happened to a host. */
export interface HostNews {
  readonly kind: HostNewsKind;
  readonly hostId: string;
  readonly name: string;
  readonly atMs: number;
}

/** What news tells of: newer news of the same makes older outdated. */
const TOPICS: Readonly<Record<HostNewsKind, string>> = {
  ...{ alive: 'state', silent: 'state', new: 'presence', forgotten: 'presence' },
  ...{ renamed: 'name', inventory: 'inventory', labels: 'labels' },
};
const TOPIC_COUNT = new Set(Object.values(TOPICS)).size;

const LOOK_EVERY_MS = 1_000;

/** Tells what happens to hosts: that they fall silent from what arrives live, the rest as soon as it is stored. */
@Injectable()
export class HostNewsFeed implements OnModuleDestroy {
  private readonly subscribers = new Set<Newest<HostNews>>();
  private readonly states = new Map<string, HostState>();
  private readonly timer: NodeJS.Timeout;
  private hosts: ReadonlyMap<string, WatchedHost> | null = null;

  constructor(
    watch: HostWatch,
    private readonly live: LiveFeed,
    private readonly metrics: LiveMetrics,
  ) {
    watch.listen((hosts) => this.compare(hosts));
    this.timer = setInterval(() => this.lookAtStates(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    for (const queue of [...this.subscribers]) queue.end();
  }

  /** News from now on, until the consumer returns. */
  subscribe(): AsyncIterableIterator<HostNews> {
    const queue: Newest<HostNews> = new Newest(() => {
      this.subscribers.delete(queue);
      this.metrics.subscribers.dec();
    }, TOPIC_COUNT);
    this.subscribers.add(queue);
    this.metrics.subscribers.inc();
    return queue;
  }

  private compare(hosts: ReadonlyMap<string, WatchedHost>): void {
    const before = this.hosts;
    this.hosts = hosts;
    if (before) {
      for (const host of hosts.values()) this.tellAll(host, changesOf(before.get(host.id), host));
      for (const host of before.values()) if (!hosts.has(host.id)) this.forget(host);
    }
    this.lookAtStates();
  }

  private lookAtStates(): void {
    const nowMs = Date.now();
    for (const host of this.hosts?.values() ?? []) {
      const newestMs = newestOfHost(host.storedMs, this.live.newestMs(host.id));
      const state = hostState(newestMs, host.intervalMs, nowMs);
      const before = this.states.get(host.id);
      this.states.set(host.id, state);
      if (before !== undefined && before !== state) this.tellAll(host, [state]);
    }
  }

  private forget(host: WatchedHost): void {
    this.states.delete(host.id);
    this.tellAll(host, ['forgotten']);
  }

  private tellAll({ id: hostId, name }: WatchedHost, kinds: readonly HostNewsKind[]): void {
    for (const kind of kinds) {
      const news = { kind, hostId, name, atMs: Date.now() };
      const isOutdated = (older: HostNews): boolean => TOPICS[older.kind] === TOPICS[kind];
      for (const queue of this.subscribers) if (queue.put(hostId, news, isOutdated)) this.metrics.countSkipped();
    }
  }
}

function changesOf(before: WatchedHost | undefined, now: WatchedHost): HostNewsKind[] {
  if (!before) return ['new'];
  return [
    ...(before.name === now.name ? [] : (['renamed'] as const)),
    ...(before.inventoryMs === now.inventoryMs ? [] : (['inventory'] as const)),
    ...(before.labels === now.labels ? [] : (['labels'] as const)),
  ];
}
