import { Logger } from '@nestjs/common';
import { backoffMs } from '../background/backoff.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import type { IngestMetrics } from '../metrics/ingest-metrics.js';
import type { Arrival } from '../store/write/arrival.js';
import type { BatchWriter } from '../store/write/batch-writer.js';
import { DataFault } from '../store/write/faults.js';
import type { Delivery } from './delivery.js';
import type { Inbox } from './inbox.js';
import { outcomeOf } from './outcome.js';
import { storeEach } from './store-each.js';

/** Moves messages from the stream into the store: fetched and decoded, committed, and only then acknowledged. */
export class Ingester {
  private readonly logger = new Logger('ingest');
  private readonly storing = new Outage('storing messages', this.logger);

  constructor(
    private readonly inbox: Pick<Inbox, 'next'>,
    private readonly writer: BatchWriter,
    private readonly metrics: IngestMetrics,
    private readonly stopped: AbortSignal,
  ) {}

  /** Runs until stopped; then what was fetched is finished first. While one batch is stored the next is fetched. */
  async run(): Promise<void> {
    for (let batch = await this.inbox.next(); batch.length > 0; batch = await this.inbox.next()) {
      await storeEach(batch, (part) => this.commit(part));
    }
  }

  /** Tries until it is committed. What is given up at shutdown was not acknowledged, so it is delivered again. */
  private async commit(part: readonly Delivery[]): Promise<void> {
    const startedMs = performance.now();
    for (let failed = 0; ; failed++) {
      try {
        const arrivals = part.map(({ arrival }) => arrival);
        const written = await this.writer.write(arrivals);
        this.storing.succeeded();
        for (const delivery of part) delivery.acknowledge();
        this.metrics.observe(outcomeOf(written, arrivals, (performance.now() - startedMs) / 1000));
        this.reportRefused(written.refused);
        return;
      } catch (error) {
        if (error instanceof DataFault) throw error;
        if (this.stopped.aborted) return;
        this.storing.failed(error);
        await pause(backoffMs(failed), this.stopped);
      }
    }
  }

  private reportRefused(refused: readonly Arrival[]): void {
    for (const { subject, content } of refused) {
      if (content.kind === 'refused') this.logger.warn(`refused a message on ${subject}: ${content.reason}`);
    }
  }
}
