import { Background } from '../background/background.js';
import { pause } from '../background/pause.js';
import type { Edition } from '../store/edition/edition.js';
import type { StoreSetup } from '../store/store-setup.js';
import { restMs } from './rest.js';

const DROP_EVERY_MS = 600_000;

/** The rounds of a roll-up: buckets are made again and again, with rests, and now and then what is old is dropped. */
export abstract class Rounds extends Background {
  private droppedAtMs = -Infinity;

  /** `everyMs` = from round to round at least; `most` = buckets that one round makes of a level. */
  constructor(
    private readonly setup: StoreSetup,
    private readonly everyMs: number,
    private readonly most: number,
  ) {
    super([setup]);
  }

  /** Drops what is older than its retention. */
  protected abstract drop(edition: Edition): Promise<unknown>;

  /** Makes buckets, and answers how many; null where it failed. */
  protected abstract refresh(edition: Edition): Promise<number | null>;

  protected async main(stopped: AbortSignal): Promise<void> {
    const edition = await this.setup.ready();
    while (edition && !stopped.aborted) {
      if (performance.now() - this.droppedAtMs >= DROP_EVERY_MS) {
        this.droppedAtMs = performance.now();
        await this.drop(edition);
      }
      const startedMs = performance.now();
      const made = await this.refresh(edition);
      await pause(restMs({ made, most: this.most, tookMs: performance.now() - startedMs }, this.everyMs), stopped);
    }
  }
}
