import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE } from '../store/database.js';
import type { Edition } from '../store/edition/edition.js';
import { MAX_BUCKETS_A_TRANSACTION, refreshStates } from '../store/states/refresh.js';
import { applyStateRetention } from '../store/states/retention.js';
import { StoreSetup } from '../store/store-setup.js';
import { restMs } from './rest.js';

const EVERY_MS = 10_000;
const DROP_EVERY_MS = 600_000;

/** Rolls up states and drops the old ones, apart from traffic, so that neither waits for the other. */
@Injectable()
export class StateRollupService extends Background {
  private readonly refreshing = new Outage('rolling up states', new Logger('states'));
  private readonly dropping = new Outage('dropping old states', new Logger('states'));
  private droppedAtMs = -Infinity;

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    const edition = await this.setup.ready();
    while (edition && !stopped.aborted) {
      await this.drop(edition);
      const startedMs = performance.now();
      const made = await this.refreshing.trying(() => refreshStates(this.pool, edition, Date.now()));
      const round = { made, most: MAX_BUCKETS_A_TRANSACTION, tookMs: performance.now() - startedMs };
      await pause(restMs(round, EVERY_MS), stopped);
    }
  }

  private async drop(edition: Edition): Promise<void> {
    if (performance.now() - this.droppedAtMs < DROP_EVERY_MS) return;
    this.droppedAtMs = performance.now();
    await this.dropping.trying(() => applyStateRetention(this.pool, edition, Date.now()));
  }
}
