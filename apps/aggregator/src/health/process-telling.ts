import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import type { Pool } from 'pg';
import { Ownership } from '../analyse/ownership.js';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { CONFIG, type Config } from '../config/config.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { endProcess, type ProcessRow, tellProcess } from '../store/processes.js';
import { StoreSetup } from '../store/store-setup.js';
import { HealthService } from './health.service.js';
import { VERSION } from './version.js';

const EVERY_MS = 5_000;

/** Has this process say of itself every few seconds that it is there, and how it does: for whoever asks any of them. */
@Injectable()
export class ProcessTelling extends Background {
  private readonly id = randomUUID();
  private readonly outage = new Outage('telling of this process', new Logger('health'));

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly nats: NatsLink,
    private readonly setup: StoreSetup,
    private readonly health: HealthService,
    /** Only where it has the role analyse. */
    @Optional() private readonly ownership?: Ownership,
  ) {
    super([setup]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if ((await this.setup.ready()) === null) return;
    while (!stopped.aborted) {
      await this.outage.trying(() => tellProcess(this.pool, this.row()));
      await pause(EVERY_MS, stopped);
    }
    await endProcess(this.pool, this.id).catch(() => undefined);
  }

  private row(): ProcessRow {
    return {
      ...{ id: this.id, host: hostname(), pid: process.pid, version: VERSION, roles: [...this.config.roles] },
      ...{ uptimeMs: process.uptime() * 1_000, memoryBytes: process.memoryUsage.rss(), isNatsUp: this.nats.isUp },
      partitions: this.ownership?.owned ?? null,
      ingest: this.health.storing(),
    };
  }
}
