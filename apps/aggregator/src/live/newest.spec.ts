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

  it('keeps a burst whole, each key in order and the keys in turn', async () => {
    const newest = new Newest<number>(() => undefined);
    expect([newest.put('a', 1), newest.put('b', 2), newest.put('a', 3)]).toEqual([false, false, false]);
    const values = [await newest.next(), await newest.next(), await newest.next()].map(({ value }) => value);
    expect(values).toEqual([1, 2, 3]);
  });

  it('keeps only the newest few of each key for a slow consumer', async () => {
    const newest = new Newest<number>(() => undefined);
    const dropped = Array.from({ length: 1_000 }, (_, value) => newest.put('a', value));
    newest.put('b', -1);
    expect(dropped.filter(Boolean)).toHaveLength(1_000 - MOST_WAITING);
    for (const value of [996, -1, 997, 998, 999]) expect((await newest.next()).value).toBe(value);
  });

  it('lets no key that is refilled faster than it is taken keep others waiting', async () => {
    const newest = new Newest<string>(() => undefined);
    newest.put('b', 'b');
    const taken: unknown[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      for (let more = 0; more < MOST_WAITING; more += 1) newest.put('a', 'a');
      taken.push((await newest.next()).value, (await newest.next()).value);
      newest.put('c', 'c');
    }
    expect(taken.join('')).toBe('baacacac');
  });

  it('drops what waits and is outdated by something newer', async () => {
    const newest = new Newest<number>(() => undefined);
    for (const value of [1, 2]) newest.put('a', value);
    expect(newest.put('a', 3, (older) => older === 1)).toBe(true);
    expect(newest.put('a', 4, (older) => older === 1)).toBe(false);
    for (const value of [2, 3, 4]) expect((await newest.next()).value).toBe(value);
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
