import { Background } from '../background/background.js';
import { pause } from '../background/pause.js';
import type { Edition } from '../store/edition/edition.js';
import type { BetweenSteps } from '../store/steps.js';
import type { StoreSetup } from '../store/store-setup.js';
import { restMs } from './rest.js';

const DROP_EVERY_MS = 600_000;

/** The rounds of a roll-up: buckets are made again and again, some hosts at a time and with rests, and now and then what is old is dropped. */
export abstract class Rounds extends Background {
  private droppedAtMs = -Infinity;

  /** `everyMs` = from round to round; `most` = buckets that one round makes of a level: after as many, the next follows at once. */
  constructor(
    private readonly setup: StoreSetup,
    private readonly everyMs: number,
    private readonly most: number,
  ) {
    super([setup]);
  }

  /** Drops what is older than its retention. */
  protected abstract drop(edition: Edition): Promise<unknown>;

  /** Makes buckets, and answers how many; null where it failed. `between` is to be done between two transactions. */
  protected abstract refresh(edition: Edition, between: BetweenSteps): Promise<number | null>;

  protected async main(stopped: AbortSignal): Promise<void> {
    const edition = await this.setup.ready();
    while (edition && !stopped.aborted) {
      if (performance.now() - this.droppedAtMs >= DROP_EVERY_MS) {
        this.droppedAtMs = performance.now();
        await this.drop(edition);
      }
      const made = await this.refresh(edition, async (step) => {
        await pause(restMs(step), stopped);
        return !stopped.aborted;
      });
      await pause((made ?? 0) >= this.most ? 0 : this.everyMs, stopped);
    }
  }
}
