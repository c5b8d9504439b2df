import { Injectable } from '@nestjs/common';
import { LiveMetrics } from './live-metrics.js';
import { Newest } from './newest.js';
import { select, type Tick, type TickFilter } from './tick.js';

/** So soon it is noticed that a subscriber wants something else. */
const LOOK_EVERY_MS = 50;
/** More than a fleet has. */
const MOST_HOSTS = 20_000;

interface Subscriber {
  readonly queue: Newest<Tick>;
  readonly filter: () => TickFilter;
  /** What it wanted when it was looked at. */
  wanted: TickFilter;
}

/** Hands ticks to subscribers, each by its own filter and at its own speed. */
@Injectable()
export class LiveHub {
  private readonly subscribers = new Set<Subscriber>();
  /** Who wants a host: to look through all subscribers for each tick would take longer than all else. */
  private readonly byHost = new Map<string, readonly Subscriber[]>();
  private lookedMs = 0;

  constructor(private readonly metrics: LiveMetrics) {}

  /** Ticks from now on, until the consumer returns; `filter` tells what is wanted by then, the same object for as long as it is the same. */
  subscribe(filter: () => TickFilter, onEnd: () => void = () => undefined): AsyncIterableIterator<Tick> {
    const queue: Newest<Tick> = new Newest(() => {
      this.subscribers.delete(subscriber);
      this.byHost.clear();
      this.metrics.subscribers.dec();
      onEnd();
    });
    const subscriber: Subscriber = { queue, filter, wanted: filter() };
    this.subscribers.add(subscriber);
    this.byHost.clear();
    this.metrics.subscribers.inc();
    return queue;
  }

  /** Hands on what a host counted; it is made for the first who wants it: of a large fleet most hosts are looked at by nobody. */
  publish(hostId: string, make: () => Tick): void {
    const wanting = this.wanting(hostId);
    if (wanting.length === 0) return;
    const tick = make();
    for (const { queue, wanted } of wanting) {
      if (queue.put(`${tick.hostId} ${tick.part}`, select(tick, wanted))) this.metrics.countSkipped();
    }
  }

  /** Ends every subscription. */
  end(): void {
    for (const { queue } of [...this.subscribers]) queue.end();
  }

  private wanting(hostId: string): readonly Subscriber[] {
    if (performance.now() - this.lookedMs >= LOOK_EVERY_MS) this.look();
    const known = this.byHost.get(hostId);
    if (known) return known;
    const found = [...this.subscribers].filter(({ wanted: { hosts } }) => !hosts || hosts.has(hostId));
    // Whoever may publish could else fill the memory with invented hosts.
    if (this.byHost.size >= MOST_HOSTS) this.byHost.clear();
    this.byHost.set(hostId, found);
    return found;
  }

  private look(): void {
    this.lookedMs = performance.now();
    for (const subscriber of this.subscribers) {
      const wanted = subscriber.filter();
      if (wanted === subscriber.wanted) continue;
      subscriber.wanted = wanted;
      this.byHost.clear();
    }
  }
}
