import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import { Ownership } from '../analyse/ownership.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE, READERS } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { Accounting } from './accounting.js';

const ROUND_MS = 1_000;
/** Of years that are counted for a new quota, half the time is left to others. */
const REST_SHARE = 1;
/** Any one partition: one process counts for all. */
const PARTITION = 0;

/** Counts what quotas are of, day by day, in one process. */
@Injectable()
export class BillingService implements OnApplicationBootstrap {
  private readonly counting = new Outage('counting for quotas', new Logger('billing'));

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly setup: StoreSetup,
    private readonly ownership: Ownership,
  ) {}

  onApplicationBootstrap(): void {
    this.ownership.run(PARTITION, (owned) => this.countWhile(owned));
  }

  private async countWhile(owned: AbortSignal): Promise<void> {
    if (!(await this.setup.ready())) return;
    const accounting = new Accounting(this.pool, this.readers);
    while (!owned.aborted) {
      const beganMs = performance.now();
      await this.counting.trying(() => accounting.round(owned));
      await pause(Math.max(ROUND_MS, REST_SHARE * (performance.now() - beganMs)), owned);
    }
  }
}
