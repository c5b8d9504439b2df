import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { pause } from '../background/pause.js';
import type { StoreSetup } from '../store/store-setup.js';
import { tidyAccess } from '../store/access/tidy.js';

const EVERY_MS = 3_600_000;

/** Deletes what is over, once an hour. Several processes at once do each other no harm. */
export class Tidying extends Background {
  private readonly logger = new Logger('access');

  constructor(
    private readonly pool: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if ((await this.setup.ready()) === null) return;
    while (!stopped.aborted) {
      await tidyAccess(this.pool).catch((error: Error) =>
        this.logger.warn(`sessions that are over stay: ${error.message}`),
      );
      await pause(EVERY_MS, stopped);
    }
  }
}
