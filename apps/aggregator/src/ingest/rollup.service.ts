import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Outage } from '../background/outage.js';
import { DATABASE } from '../store/database.js';
import type { Edition } from '../store/edition/edition.js';
import { forgetGone } from '../store/forget.js';
import type { Horizons } from '../store/rollup/horizon.js';
import { MAX_BUCKETS_A_ROUND, refreshRollup } from '../store/rollup/refresh.js';
import { applyRetention } from '../store/rollup/retention.js';
import type { BetweenSteps } from '../store/steps.js';
import { StoreSetup } from '../store/store-setup.js';
import { Rounds } from './rounds.js';

const EVERY_MS = 5_000;

/** Keeps the roll-up up to date, a few seconds behind the end of each bucket, and drops what is older than its retention. */
@Injectable()
export class RollupService extends Rounds {
  private readonly refreshing = new Outage('refreshing the roll-up', new Logger('rollup'));
  private readonly dropping = new Outage('dropping old samples', new Logger('retention'));
  private readonly forgetting = new Outage('forgetting what is gone', new Logger('retention'));

  private passed: Horizons | null = null;

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    setup: StoreSetup,
  ) {
    super(setup, EVERY_MS, MAX_BUCKETS_A_ROUND);
  }

  protected async drop(edition: Edition): Promise<void> {
    await this.dropping.trying(async () => {
      this.passed = await applyRetention(this.pool, edition, Date.now(), this.passed);
    });
    await this.forgetting.trying(() => forgetGone(this.pool));
  }

  protected refresh(edition: Edition, between: BetweenSteps): Promise<number | null> {
    return this.refreshing.trying(() => refreshRollup(this.pool, edition, between));
  }
}
