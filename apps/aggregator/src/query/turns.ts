import { currentAsker } from '../background/asker.js';
import { OverloadedError } from '../store/bounded-pool.js';
import { currentCaller } from './caller.js';
import { CallerGoneError } from './snapshot.js';

/** Who comes when so many wait would not have a turn in time. */
const MOST_WAITING = 256;

/** Lets so much be done at a time; all else waits for its turn, first come, first served. */
export class Turns {
  private underWay = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly atATime: number,
    private readonly longestWaitMs: number,
  ) {}

  /** Does something when it is its turn; not at all where that is not in time, or its caller leaves before. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.underWay < this.atATime) this.underWay += 1;
    else if (this.waiting.size >= MOST_WAITING) throw new OverloadedError();
    else await this.handedOver();
    try {
      return await work();
    } finally {
      this.handOver();
    }
  }

  private handedOver(): Promise<void> {
    return new Promise((resolve, reject) => {
      const caller = currentCaller();
      const settled = (): void => {
        clearTimeout(timer);
        caller?.removeEventListener('abort', onGone);
        this.waiting.delete(begin);
      };
      const begin = (): void => {
        settled();
        resolve();
      };
      const leave = (error: Error): void => {
        settled();
        reject(error);
      };
      const onGone = (): void => leave(new CallerGoneError('nobody waits for the answer'));
      const longestMs = currentAsker()?.longestMs ?? this.longestWaitMs;
      const timer = setTimeout(() => leave(new OverloadedError()), longestMs);
      caller?.addEventListener('abort', onGone);
      this.waiting.add(begin);
      if (caller?.aborted) onGone();
    });
  }

  /** Whoever waits longest has it now. */
  private handOver(): void {
    const [next] = this.waiting;
    if (next) next();
    else this.underWay -= 1;
  }
}
