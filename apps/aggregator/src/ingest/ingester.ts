import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { JsMsg } from '@nats-io/jetstream';
import { SENT_HEADER } from '@weir/model';
import type { IngestMetrics } from '../metrics/ingest-metrics.js';
import type { Arrival } from '../store/write/arrival.js';
import type { BatchWriter } from '../store/write/batch-writer.js';
import { DataFault } from '../store/write/faults.js';
import { backoffMs } from './backoff.js';
import { decode } from './decode.js';
import type { Inbox } from './inbox.js';
import { outcomeOf } from './outcome.js';
import { storeEach } from './store-each.js';

interface Delivery {
  readonly message: JsMsg;
  readonly arrival: Arrival;
}

/** Moves messages from the stream into the store: fetch, decode, commit, and only then acknowledge. */
export class Ingester {
  private readonly logger = new Logger('ingest');
  private failedFetches = 0;

  constructor(
    private readonly inbox: Inbox,
    private readonly writer: BatchWriter,
    private readonly metrics: IngestMetrics,
    private readonly stopped: AbortSignal,
  ) {}

  /** Runs until stopped; then the batch in hand is finished first. While one batch is stored the next is fetched. */
  async run(): Promise<void> {
    this.stopped.addEventListener('abort', () => this.inbox.close(), { once: true });
    let next = this.fetch();
    while (!this.stopped.aborted) {
      const batch = await next;
      next = this.fetch();
      await this.store(batch);
    }
    await this.store(await next);
  }

  private async fetch(): Promise<JsMsg[]> {
    if (this.stopped.aborted) return [];
    try {
      const batch = await this.inbox.next();
      this.failedFetches = 0;
      return batch;
    } catch (error) {
      // NATS restarts, leaders change: the connection heals by itself and the inbox mends the rest.
      if (this.failedFetches === 0) this.logger.warn(`nothing can be fetched now, trying on: ${String(error)}`);
      await this.pause(backoffMs(this.failedFetches++));
      return [];
    }
  }

  private async store(messages: readonly JsMsg[]): Promise<void> {
    if (messages.length === 0) return;
    const deliveries = messages.map((message) => ({ message, arrival: arrivalOf(message) }));
    await storeEach(deliveries, (part) => this.commit(part));
  }

  /** Tries until it is committed. What is given up at shutdown was not acknowledged, so it is delivered again. */
  private async commit(part: readonly Delivery[]): Promise<void> {
    const startedMs = performance.now();
    for (let failed = 0; ; failed++) {
      try {
        const arrivals = part.map(({ arrival }) => arrival);
        const written = await this.writer.write(arrivals);
        for (const { message } of part) message.ack();
        this.metrics.observe(outcomeOf(written, arrivals, (performance.now() - startedMs) / 1000));
        this.reportRefused(written.refused);
        return;
      } catch (error) {
        if (error instanceof DataFault) throw error;
        if (this.stopped.aborted) return;
        if (failed === 0) this.logger.warn(`a batch cannot be stored yet, trying on: ${String(error)}`);
        await this.pause(backoffMs(failed));
      }
    }
  }

  private reportRefused(refused: readonly Arrival[]): void {
    for (const { subject, content } of refused) {
      if (content.kind === 'refused') this.logger.warn(`refused a message on ${subject}: ${content.reason}`);
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopped }).catch(() => undefined);
  }
}

function arrivalOf(message: JsMsg): Arrival {
  return {
    subject: message.subject,
    payload: message.data,
    receivedMs: Math.floor(message.info.timestampNanos / 1e6),
    sentMs: sentMsOf(message.headers?.get(SENT_HEADER) ?? ''),
    content: decode(message.subject, message.data),
  };
}

function sentMsOf(header: string): number | null {
  return /^\d{1,15}$/.test(header) ? Number(header) : null;
}
