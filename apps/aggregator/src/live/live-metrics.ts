import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';

/** What became of a live message. */
export type LiveOutcome = 'shown' | 'late' | 'duplicate' | 'malformed';

/** Figures of the live view. */
@Injectable()
export class LiveMetrics {
  readonly subscribers: Gauge;
  private readonly messages: Counter<'outcome'>;
  private readonly skipped: Counter;
  private readonly badMessages: Counter;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'weir_live_messages_total',
      help: 'Traffic messages that arrived for the live view, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    this.subscribers = new Gauge({
      name: 'weir_live_subscribers',
      help: 'Open live subscriptions.',
      registers,
    });
    this.skipped = new Counter({
      name: 'weir_live_ticks_skipped_total',
      help: 'Ticks, frames and events that slow clients did not get, because newer ones came first.',
      registers,
    });
    this.badMessages = new Counter({
      name: 'weir_live_bad_messages_total',
      help: 'WebSockets that were closed for a message of the client that was too large, or no message at all.',
      registers,
    });
  }

  count(outcome: LiveOutcome): void {
    this.messages.inc({ outcome });
  }

  countSkipped(): void {
    this.skipped.inc();
  }

  countBadMessage(): void {
    this.badMessages.inc();
  }
}
