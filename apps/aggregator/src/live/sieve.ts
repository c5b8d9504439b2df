import { Logger } from '@nestjs/common';
import { Outage } from '../background/outage.js';
import { Newest } from './newest.js';

/** How what is told live is sieved by what only the store knows. */
export interface Sieving<T> {
  /** Those of what was told that pass. */
  passing(told: readonly T[]): Promise<ReadonlySet<T>>;
  /** How long after it was told it is asked about, and again where it did not pass: what it tells of may not be stored yet. */
  readonly askAfterMs: readonly number[];
}

const LOOK_EVERY_MS = 250;
/** So much waits at most; the oldest is given up. */
const MOST_WAITING = 1_000;

interface Waiting<T> {
  readonly told: T;
  readonly sinceMs: number;
  tries: number;
}

/** What is told by `source` and passes, a little later, until the consumer returns; `ended` is called once then. */
export function sieved<T>(
  source: AsyncIterableIterator<T>,
  { passing, askAfterMs }: Sieving<T>,
  ended: () => void,
): AsyncIterableIterator<T> {
  const asking = new Outage('asking the store which changes are watched', new Logger('live'));
  const waiting: Waiting<T>[] = [];
  let isAsking = false;
  const timer = setInterval(() => void ask(), LOOK_EVERY_MS).unref();
  const out = new Newest<T>(() => {
    clearInterval(timer);
    void source.return?.();
    ended();
  }, MOST_WAITING);
  void pour();
  return out;

  async function pour(): Promise<void> {
    for await (const told of source) {
      waiting.push({ told, sinceMs: Date.now(), tries: 0 });
      if (waiting.length > MOST_WAITING) waiting.shift();
    }
    out.end();
  }

  async function ask(): Promise<void> {
    const due = waiting.filter(({ sinceMs, tries }) => Date.now() - sinceMs >= (askAfterMs[tries] ?? Infinity));
    if (isAsking || due.length === 0) return;
    isAsking = true;
    const passed = await asking.trying(() => passing(due.map(({ told }) => told)));
    isAsking = false;
    if (!passed) return;
    for (const each of due) {
      each.tries += 1;
      if (passed.has(each.told)) out.put('', each.told);
      if (passed.has(each.told) || each.tries >= askAfterMs.length) leave(each);
    }
  }

  /** It may have been given up while the store was asked. */
  function leave(each: Waiting<T>): void {
    const place = waiting.indexOf(each);
    if (place >= 0) waiting.splice(place, 1);
  }
}
