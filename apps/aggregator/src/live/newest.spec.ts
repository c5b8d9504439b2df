import { describe, expect, it, jest } from '@jest/globals';
import { MOST_WAITING, Newest } from './newest.js';

describe('Newest', () => {
  it('hands out values in the order of their arrival', async () => {
    const newest = new Newest<number>(() => undefined);
    newest.put('a', 1);
    newest.put('b', 2);
    expect([await newest.next(), await newest.next()].map(({ value }) => value)).toEqual([1, 2]);
  });

  it('wakes a consumer that waits', async () => {
    const newest = new Newest<number>(() => undefined);
    const next = newest.next();
    newest.put('a', 1);
    expect(await next).toEqual({ done: false, value: 1 });
  });

  it('keeps a burst whole, in order', async () => {
    const newest = new Newest<number>(() => undefined);
    expect([newest.put('a', 1), newest.put('b', 2), newest.put('a', 3)]).toEqual([false, false, false]);
    const values = [await newest.next(), await newest.next(), await newest.next()].map(({ value }) => value);
    expect(values).toEqual([1, 3, 2]);
  });

  it('keeps only the newest few of each key for a slow consumer', async () => {
    const newest = new Newest<number>(() => undefined);
    const dropped = Array.from({ length: 1_000 }, (_, value) => newest.put('a', value));
    newest.put('b', -1);
    expect(dropped.filter(Boolean)).toHaveLength(1_000 - MOST_WAITING);
    for (const value of [996, 997, 998, 999, -1]) expect((await newest.next()).value).toBe(value);
  });

  it('ends once, wakes who waits, and takes no more', async () => {
    const onEnd = jest.fn();
    const newest = new Newest<number>(onEnd);
    const next = newest.next();
    await newest.return();
    newest.end();
    expect(newest.put('a', 1)).toBe(false);
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await newest.next()).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('can be looped over', async () => {
    const newest = new Newest<number>(() => undefined);
    newest.put('a', 1);
    for await (const value of newest) {
      expect(value).toBe(1);
      newest.end();
    }
  });
});
