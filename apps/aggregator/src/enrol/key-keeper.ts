import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { pause } from '../background/pause.js';
import { noteTakenBack, readDueKeys } from '../store/enrol/revoked-keys.js';
import type { StoreSetup } from '../store/store-setup.js';
import type { AgentCredentials } from './credentials.js';

const LOOK_EVERY_MS = 2_000;

/** Takes back the credentials of revoked and replaced keys when it is time, and tries on where NATS is away. Without credentials there is nothing to do. */
export class KeyKeeper extends Background {
  private readonly logger = new Logger('enrolment');
  private hasFailed = false;

  constructor(
    private readonly pool: Pool,
    private readonly credentials: AgentCredentials | null,
    private readonly setup: StoreSetup,
  ) {
    super([]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    while (this.credentials && !stopped.aborted) {
      if (this.setup.fault === null) await this.look(this.credentials);
      await pause(LOOK_EVERY_MS, stopped);
    }
  }

  /** What fails is tried again at the next look; it is told once. */
  private async look(credentials: AgentCredentials): Promise<void> {
    try {
      for (const key of await readDueKeys(this.pool)) {
        await credentials.revoke(key);
        await noteTakenBack(this.pool, key);
        this.logger.log(`NATS lets ${key} in no more`);
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.logger.warn(`revoked keys wait to be told to NATS: ${String(error)}`);
      this.hasFailed = true;
    }
  }
}
