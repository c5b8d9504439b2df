import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { CONFIG, type Config } from '../config/config.js';
import { IngestMetrics } from '../metrics/ingest-metrics.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { BatchWriter } from '../store/write/batch-writer.js';
import { Inbox } from './inbox.js';
import { Ingester } from './ingester.js';

/** Runs the ingester for as long as the process lives, as soon as NATS and the database are there. */
@Injectable()
export class IngestService extends Background {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    @Inject(CONFIG) private readonly config: Config,
    private readonly setup: StoreSetup,
    private readonly metrics: IngestMetrics,
  ) {
    super([setup, link]);
  }

  /** The batch in hand is committed and acknowledged before it ends. */
  protected async main(stopped: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    if (!edition || !connection) return;
    const inbox = new Inbox(connection, this.link, stopped, this.config.natsReplicas);
    this.metrics.watchStream(() => inbox.fault);
    await new Ingester(inbox, new BatchWriter(this.pool, edition), this.metrics, stopped).run();
  }
}
