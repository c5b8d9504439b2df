import { Injectable } from '@nestjs/common';
import { READ_TIMEOUT_MS } from '../store/database.js';
import type { Filter } from './filter.js';
import { Turns } from './turns.js';

/**
 * All of them are worked out on one thread: more at a time only make each other slower. Two, so that a long one does not hold
 * up those that are short.
 */
export const MOST_WIDE = 2;

/** What is asked about. */
interface Asked {
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
}

/**
 * The turns of questions for which all of a fleet may have to be read. They wait before they take a connection: else, with many
 * of them, the small questions would find none, and all be refused.
 */
@Injectable()
export class WideTurns {
  private readonly turns = new Turns(MOST_WIDE, READ_TIMEOUT_MS);

  /** Works out an answer, when it is its turn where that matters. */
  answer<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
    return isWide(asked) ? this.turns.take(work) : work();
  }
}

/** Who names more than this may as well ask about all. */
const FEW = 100;

/** Whether neither hosts nor interfaces are named, or a great many. */
export function isWide({ interfaces, filter }: Asked): boolean {
  if (filter?.host?.eq != null) return false;
  const counts = [interfaces, filter?.hosts, filter?.host?.in].flatMap((named) => (named ? [named.length] : []));
  return counts.every((count) => count > FEW);
}
