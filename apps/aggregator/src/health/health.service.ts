import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Ownership } from '../analyse/ownership.js';
import { CapacityService } from '../capacity/capacity.service.js';
import { CONFIG, type Config } from '../config/config.js';
import { LiveFeed } from '../live/live.feed.js';
import { IngestMetrics } from '../metrics/ingest-metrics.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { type Collection, CollectionQuery } from '../query/collection.query.js';
import { StoreSetup } from '../store/store-setup.js';
import { type Findings, type Health, judge } from './health.js';
import { Rate } from './rate.js';

const RATE_WINDOW_MS = 30_000;
const RATE_STEP_MS = 1_000;

/** Finds out how collection does. */
@Injectable()
export class HealthService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rows = new Rate(RATE_WINDOW_MS);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(NATS_CONNECTION) private readonly nats: NatsLink,
    private readonly setup: StoreSetup,
    private readonly collection: CollectionQuery,
    private readonly ingest: IngestMetrics,
    private readonly capacity: CapacityService,
    /** Only where the process has the role api. */
    @Optional() private readonly live?: LiveFeed,
    /** Only where it has the role analyse. */
    @Optional() private readonly ownership?: Ownership,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.rows.observe(this.ingest.snapshot().rows, Date.now()), RATE_STEP_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async health(): Promise<Health> {
    const read = await this.read();
    const database = 'fault' in read ? { databaseFault: read.fault, hosts: null, refusedKept: null } : this.known(read);
    return judge({
      nowMs: Date.now(),
      natsUp: this.nats.isUp,
      ingest: this.storing(),
      partitionsOwned: this.ownership?.owned ?? null,
      capacity: {
        stream: this.capacity.stream,
        database: this.capacity.database,
        growthBytesPerDay: this.capacity.growthBytesPerDay(),
        warnings: this.capacity.warnings,
      },
      ...database,
    });
  }

  private async read(): Promise<Collection | { readonly fault: string }> {
    if (this.setup.fault !== null) return { fault: this.setup.fault };
    try {
      return await this.collection.read();
    } catch (error) {
      return { fault: textOf(error) };
    }
  }

  private known({ hosts, refusedKept }: Collection): Pick<Findings, 'databaseFault' | 'hosts' | 'refusedKept'> {
    const withLive = hosts.map((host) => ({ ...host, liveMs: this.live?.newestMs(host.id) ?? null }));
    return { databaseFault: null, hosts: withLive, refusedKept };
  }

  /** How this process stores what agents send; null where it does not ingest. */
  storing(): Findings['ingest'] {
    if (!this.config.roles.has('ingest')) return null;
    const { refused, lagSeconds, streamFault } = this.ingest.snapshot();
    return { refused, lagSeconds, streamFault, rowsPerSecond: this.rows.perSecond };
  }
}

/** A refused connection to a name with several addresses has no message of its own, only a code. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
