import { bitsOf, share } from '../../../fleet/simulated/random.js';
import type { Publisher } from '../../../fleet/simulated/publisher.js';
import type { Made } from './host.js';

const HELD_SHARE = 0.08;
const REPEATED_SHARE = 0.1;
/** A message that is held back comes so much later at most. */
export const LONGEST_HELD_MS = 3_000;

interface Later extends Made {
  readonly dueMs: number;
  readonly isRepeated: boolean;
}

/**
 * Publishes as a bad network would: some messages long after newer ones, some once more without their id, so that only
 * the ledger can tell. Which ones depends on the order alone.
 */
export class UnrulyPublisher {
  readonly counts = { duplicates: 0, reordered: 0 };
  private later: Later[] = [];
  private number = 0;

  constructor(
    private readonly publisher: Publisher,
    private readonly longestRepeatMs: number,
  ) {}

  async publish(made: Made, nowMs: number, isTimeCertain: boolean): Promise<void> {
    this.number += 1;
    const chance = (salt: number): number => share(bitsOf(salt, this.number));
    if (chance(1) < REPEATED_SHARE) {
      this.later.push({ ...made, dueMs: nowMs + chance(2) * this.longestRepeatMs, isRepeated: true });
    }
    // What is sent by another clock than it was made by, cannot be put right by anybody.
    if (isTimeCertain && chance(3) < HELD_SHARE) {
      this.later.push({ ...made, dueMs: nowMs + chance(4) * LONGEST_HELD_MS, isRepeated: false });
    } else {
      await this.publisher.publish(made.told, { clockAheadMs: made.clockAheadMs });
    }
  }

  /** Publishes what is due of what was held back. */
  async publishLater(nowMs: number): Promise<void> {
    const due = this.later.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    this.later = this.later.filter(({ dueMs }) => dueMs > nowMs);
    for (const { told, clockAheadMs, isRepeated } of due) {
      this.counts[isRepeated ? 'duplicates' : 'reordered'] += 1;
      await this.publisher.publish(told, { clockAheadMs, isWithoutId: isRepeated });
    }
  }

  /** Publishes all the rest; resolves when everything is acknowledged. */
  async drain(): Promise<void> {
    await this.publishLater(Infinity);
    await this.publisher.drain();
  }

  get retries(): number {
    return this.publisher.retries;
  }
}
