import { Injectable } from '@nestjs/common';
import { LiveMetrics } from './live-metrics.js';
import { Newest } from './newest.js';
import { select, type Tick, type TickFilter } from './tick.js';

/** Hands ticks to subscribers, each by its own filter and at its own speed. */
@Injectable()
export class LiveHub {
  private readonly subscribers = new Map<Newest<Tick>, () => TickFilter>();

  constructor(private readonly metrics: LiveMetrics) {}

  /** Whether anybody listens. */
  get isWatched(): boolean {
    return this.subscribers.size > 0;
  }

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

  publish(tick: Tick): void {
    for (const [queue, filter] of this.subscribers) {
      const selected = select(tick, filter());
      if (selected && queue.put(`${tick.hostId} ${tick.part}`, selected)) this.metrics.countSkipped();
    }
  }

  /** Ends every subscription. */
  end(): void {
    for (const queue of [...this.subscribers.keys()]) queue.end();
  }
}
