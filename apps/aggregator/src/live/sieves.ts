import { Injectable } from '@nestjs/common';
import { type Sieving, sieved } from './sieve.js';

/** Each asks the store again and again. */
export const MAX_SIEVES = 64;

/** All that is sieved: so many at a time, and one after another asks the store, so that together they take one connection at most. */
@Injectable()
export class Sieves {
  private held = 0;
  private turn: Promise<unknown> = Promise.resolve();

  /** What `begin` is told and passes; null, and nothing is begun, where too much is sieved already. */
  hold<T>(begin: () => AsyncIterableIterator<T>, { passing, askAfterMs }: Sieving<T>): AsyncIterableIterator<T> | null {
    if (this.held >= MAX_SIEVES) return null;
    this.held += 1;
    const inTurn = (told: readonly T[]): Promise<ReadonlySet<T>> => this.inTurn(() => passing(told));
    return sieved(begin(), { passing: inTurn, askAfterMs }, () => (this.held -= 1));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    // Whoever asked is told of a failure; the next has its turn.
    this.turn = done.catch(() => undefined);
    return done;
  }
}
