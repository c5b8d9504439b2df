import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Edition } from '../store/edition/edition.js';
import { packRecent } from '../store/rollup/pack.js';
import { refreshRollup } from '../store/rollup/refresh.js';
import { applyRetention } from '../store/rollup/retention.js';
import { StoreSetup } from '../store/store-setup.js';
import { Outage } from './outage.js';

const EVERY_MS = 5_000;
const DROP_EVERY_MS = 600_000;

/**
 * Keeps the roll-up up to date, a few seconds behind the end of each bucket, packs what has arrived, and drops what is
 * older than its retention.
 */
@Injectable()
export class RollupService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly outage = new Outage('refreshing the roll-up', new Logger('rollup'));
  private readonly dropping = new Outage('dropping old samples', new Logger('retention'));
  private readonly packing = new Outage('packing samples', new Logger('pack'));
  private droppedAtMs = -Infinity;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly setup: StoreSetup,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.setup.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    const edition = await this.setup.ready();
    while (edition && !this.stopping.signal.aborted) {
      await this.drop(edition);
      await this.pack(edition);
      if ((await this.refresh(edition)) === 0) {
        await sleep(EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async drop(edition: Edition): Promise<void> {
    if (performance.now() - this.droppedAtMs < DROP_EVERY_MS) return;
    this.droppedAtMs = performance.now();
    try {
      await applyRetention(this.pool, edition, Date.now());
      this.dropping.succeeded();
    } catch (error) {
      this.dropping.failed(error);
    }
  }

  private async pack(edition: Edition): Promise<void> {
    try {
      await packRecent(this.pool, edition);
      this.packing.succeeded();
    } catch (error) {
      edition.forget();
      this.packing.failed(error);
    }
  }

  private async refresh(edition: Edition): Promise<number> {
    try {
      const refreshed = await refreshRollup(this.pool, edition);
      this.outage.succeeded();
      return refreshed;
    } catch (error) {
      this.outage.failed(error);
      return 0;
    }
  }
}
