import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import { IngestMetrics } from '../metrics/ingest-metrics.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { BatchWriter } from '../store/write/batch-writer.js';
import { Inbox } from './inbox.js';
import { Ingester } from './ingester.js';

/** Runs the ingester for as long as the process lives, as soon as NATS and the database are there. */
@Injectable()
export class IngestService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    private readonly setup: StoreSetup,
    private readonly metrics: IngestMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Before the pool and the connection close: the batch in hand is committed and acknowledged. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.setup.stop();
    this.link.stopConnecting();
    await this.running;
  }

  private async run(): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    if (!edition || !connection) return;
    const writer = new BatchWriter(this.pool, edition);
    await new Ingester(new Inbox(connection), writer, this.metrics, this.stopping.signal).run();
  }
}
