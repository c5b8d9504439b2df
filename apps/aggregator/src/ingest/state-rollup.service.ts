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
import { refreshStates } from '../store/states/refresh.js';
import { applyStateRetention } from '../store/states/retention.js';
import { StoreSetup } from '../store/store-setup.js';
import { Outage } from './outage.js';

const EVERY_MS = 10_000;
const DROP_EVERY_MS = 600_000;

/** Rolls up states and drops the old ones, apart from traffic, so that neither waits for the other. */
@Injectable()
export class StateRollupService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly refreshing = new Outage('rolling up states', new Logger('states'));
  private readonly dropping = new Outage('dropping old states', new Logger('states'));
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
      const made = await trying(this.refreshing, () => refreshStates(this.pool, edition, Date.now()));
      if (!made) await sleep(EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async drop(edition: Edition): Promise<void> {
    if (performance.now() - this.droppedAtMs < DROP_EVERY_MS) return;
    this.droppedAtMs = performance.now();
    await trying(this.dropping, () => applyStateRetention(this.pool, edition, Date.now()));
  }
}

/** What fails is tried again the next time; null then. */
async function trying<T>(outage: Outage, work: () => Promise<T>): Promise<T | null> {
  try {
    const done = await work();
    outage.succeeded();
    return done;
  } catch (error) {
    outage.failed(error);
    return null;
  }
}
