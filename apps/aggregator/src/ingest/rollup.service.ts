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
import { refreshRollup } from '../store/rollup.js';
import { StoreSetup } from '../store/store-setup.js';
import { Outage } from './outage.js';

const EVERY_MS = 5_000;

/** Keeps the 1-minute level up to date, a few seconds behind each minute's end. */
@Injectable()
export class RollupService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly outage = new Outage('refreshing the 1-minute level', new Logger('rollup'));
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
      if ((await this.refresh(edition)) === 0) {
        await sleep(EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
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
