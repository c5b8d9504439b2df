import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE } from '../store/database.js';
import { packSome } from '../store/rollup/pack.js';
import { StoreSetup } from '../store/store-setup.js';

const EVERY_MS = 5_000;
/** A window may take until the next one ends: packed at once, that of a thousand hosts held messages up for seconds. */
const RESTS_TIMES_AS_LONG = 4;

/** Packs what has arrived, without haste: nobody waits for it. */
@Injectable()
export class PackingService extends Background {
  private readonly packing = new Outage('packing samples', new Logger('pack'));

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    const edition = await this.setup.ready();
    while (edition && !stopped.aborted) {
      const startedMs = performance.now();
      const packed = await this.packing.trying(() => packSome(this.pool, edition));
      const restMs = packed?.isBehind ? 0 : RESTS_TIMES_AS_LONG * (performance.now() - startedMs);
      await pause(packed ? restMs : EVERY_MS, stopped);
    }
  }
}
