import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Newest } from './newest.js';
import { MAX_SIEVES, Sieves } from './sieves.js';

const nothing = (): Newest<string> => new Newest<string>(() => undefined);
const all = async (told: readonly string[]): Promise<ReadonlySet<string>> => new Set(told);

describe('Sieves', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  it('holds so many at a time, and more once one ends', async () => {
    const sieves = new Sieves();
    const begin = jest.fn(nothing);
    const hold = (): AsyncIterableIterator<string> | null => sieves.hold(begin, { passing: all, askAfterMs: [0] });
    const [first] = Array.from({ length: MAX_SIEVES }, hold);
    expect([hold(), begin.mock.calls.length]).toEqual([null, MAX_SIEVES]);
    await first?.return?.();
    expect([hold() === null, hold()]).toEqual([false, null]);
  });

  it('asks for one after another, whether the last could be answered or not', async () => {
    const sieves = new Sieves();
    const sources = [nothing(), nothing(), nothing()];
    let [now, most] = [0, 0];
    const passing = async (told: readonly string[]): Promise<ReadonlySet<string>> => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      now -= 1;
      if (told.includes('1') && Date.now() < 1_000) throw new Error('away');
      return all(told);
    };
    const held = sources.map((source) => sieves.hold(() => source, { passing, askAfterMs: [0] }));
    sources.forEach((source, place) => source.put('', String(place)));
    await jest.advanceTimersByTimeAsync(3_000);
    const told = await Promise.all(held.map(async (each) => (await each?.next())?.value as string));
    expect([told, most]).toEqual([['0', '1', '2'], 1]);
  });
});
