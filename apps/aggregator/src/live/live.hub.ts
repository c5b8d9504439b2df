import { Injectable } from '@nestjs/common';
import { LiveMetrics } from './live-metrics.js';
import { Newest } from './newest.js';
import { select, type Tick, type TickFilter } from './tick.js';

/** Hands ticks to subscribers, each by its own filter and at its own speed. */
@Injectable()
export class LiveHub {
  private readonly subscribers = new Map<Newest<Tick>, () => TickFilter>();

  constructor(private readonly metrics: LiveMetrics) {}

  /** Ticks from now on, until the consumer returns; `filter` tells what is wanted by then. */
  subscribe(filter: () => TickFilter, onEnd: () => void = () => undefined): AsyncIterableIterator<Tick> {
    const queue: Newest<Tick> = new Newest(() => {
      this.subscribers.delete(queue);
      this.metrics.subscribers.dec();
      onEnd();
    });
    this.subscribers.set(queue, filter);
    this.metrics.subscribers.inc();
    return queue;
  }

  /** Hands on what a host counted; it is made for the first who wants it: of a large fleet most hosts are looked at by nobody. */
  publish(hostId: string, make: () => Tick): void {
    let tick: Tick | null = null;
    for (const [queue, wanted] of this.subscribers) {
      const filter = wanted();
      if (filter.hosts && !filter.hosts.has(hostId)) continue;
      tick ??= make();
      const selected = select(tick, filter);
      if (queue.put(`${tick.hostId} ${tick.part}`, selected)) this.metrics.countSkipped();
    }
  }

  /** Ends every subscription. */
  end(): void {
    for (const queue of [...this.subscribers.keys()]) queue.end();
  }
}
