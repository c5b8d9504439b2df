import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Outage } from '../background/outage.js';
import { DATABASE } from '../store/database.js';
import type { Edition } from '../store/edition/edition.js';
import { forgetStateSeries } from '../store/forget.js';
import type { StateHorizons } from '../store/states/horizon.js';
import { MAX_BUCKETS_A_ROUND, refreshStates } from '../store/states/refresh.js';
import { applyStateRetention } from '../store/states/retention.js';
import type { BetweenSteps } from '../store/steps.js';
import { StoreSetup } from '../store/store-setup.js';
import { Rounds } from './rounds.js';

const EVERY_MS = 10_000;

/** Rolls up states and drops the old ones, apart from traffic, so that neither waits for the other. */
@Injectable()
export class StateRollupService extends Rounds {
  private readonly refreshing = new Outage('rolling up states', new Logger('states'));
  private readonly dropping = new Outage('dropping old states', new Logger('states'));
  private readonly forgetting = new Outage('forgetting what states are told of', new Logger('states'));

  private passed: StateHorizons | null = null;

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    setup: StoreSetup,
  ) {
    super(setup, EVERY_MS, MAX_BUCKETS_A_ROUND);
  }

  protected async drop(edition: Edition): Promise<void> {
    await this.dropping.trying(async () => {
      this.passed = await applyStateRetention(this.pool, edition, Date.now(), this.passed);
    });
    await this.forgetting.trying(() => forgetStateSeries(this.pool));
  }

  protected refresh(edition: Edition, between: BetweenSteps): Promise<number | null> {
    return this.refreshing.trying(() => refreshStates(this.pool, edition, Date.now(), between));
  }
}
