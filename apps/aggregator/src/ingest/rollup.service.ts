import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE } from '../store/database.js';
import type { Edition } from '../store/edition/edition.js';
import { packRecent } from '../store/rollup/pack.js';
import { MAX_BUCKETS_A_TRANSACTION, refreshRollup } from '../store/rollup/refresh.js';
import { applyRetention } from '../store/rollup/retention.js';
import { StoreSetup } from '../store/store-setup.js';
import { restMs } from './rest.js';

const EVERY_MS = 5_000;
const DROP_EVERY_MS = 600_000;

/**
 * Keeps the roll-up up to date, a few seconds behind the end of each bucket, packs what has arrived, and drops what is
 * older than its retention.
 */
@Injectable()
export class RollupService extends Background {
  private readonly refreshing = new Outage('refreshing the roll-up', new Logger('rollup'));
  private readonly dropping = new Outage('dropping old samples', new Logger('retention'));
  private readonly packing = new Outage('packing samples', new Logger('pack'));
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
      await this.packing.trying(() => packRecent(this.pool, edition));
      const startedMs = performance.now();
      const made = await this.refreshing.trying(() => refreshRollup(this.pool, edition));
      const round = { made, most: MAX_BUCKETS_A_TRANSACTION, tookMs: performance.now() - startedMs };
      await pause(restMs(round, EVERY_MS), stopped);
    }
  }

  private async drop(edition: Edition): Promise<void> {
    if (performance.now() - this.droppedAtMs < DROP_EVERY_MS) return;
    this.droppedAtMs = performance.now();
    await this.dropping.trying(() => applyRetention(this.pool, edition, Date.now()));
  }
}
