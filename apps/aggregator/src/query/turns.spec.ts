import { describe, expect, it, jest } from '@jest/globals';
import { OverloadedError } from '../store/bounded-pool.js';
import { onBehalfOf } from './caller.js';
import { CallerGoneError } from './snapshot.js';
import { Turns } from './turns.js';
import { isWide } from './wide-turns.js';

/** Work that is under way until it is told to end. */
class Work {
  isBegun = false;
  end!: (error?: Error) => void;
  private readonly ended = new Promise<void>((resolve, reject) => {
    this.end = (error) => (error ? reject(error) : resolve());
  });
  readonly run = (): Promise<void> => {
    this.isBegun = true;
    return this.ended;
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('lets so many in at a time, and the next when one ends or fails, in order', async () => {
    const turns = new Turns(2, 60_000);
    const works = [new Work(), new Work(), new Work(), new Work()];
    const [one, two, three, four] = works as [Work, Work, Work, Work];
    const done = works.map((work) => turns.take(work.run).catch(() => 'failed'));
    const begun = (): boolean[] => works.map(({ isBegun }) => isBegun);
    expect(begun()).toEqual([true, true, false, false]);
    two.end(new Error('torn'));
    await settled();
    expect(begun()).toEqual([true, true, true, false]);
    one.end();
    await settled();
    expect(begun()).toEqual([true, true, true, true]);
    three.end();
    four.end();
    expect(await Promise.all(done)).toEqual([undefined, 'failed', undefined, undefined]);
    const later = [new Work(), new Work(), new Work()];
    const last = later.map((work) => turns.take(work.run));
    expect(later.map(({ isBegun }) => isBegun)).toEqual([true, true, false]);
    for (const work of later) work.end();
    await Promise.all(last);
  });

  it('passes over who left', async () => {
    const turns = new Turns(1, 60_000);
    const [one, two, three] = [new Work(), new Work(), new Work()];
    const left = new AbortController();
    const first = turns.take(one.run);
    const second = onBehalfOf(left.signal, () => turns.take(two.run));
    const third = turns.take(three.run);
    left.abort();
    await expect(second).rejects.toBeInstanceOf(CallerGoneError);
    await expect(onBehalfOf(left.signal, () => turns.take(two.run))).rejects.toBeInstanceOf(CallerGoneError);
    one.end();
    await settled();
    expect([two.isBegun, three.isBegun]).toEqual([false, true]);
    three.end();
    await Promise.all([first, third]);
  });

  it('refuses at once who would wait behind hundreds', async () => {
    const turns = new Turns(1, 60_000);
    const work = new Work();
    const waiting = Array.from({ length: 257 }, () => turns.take(work.run));
    await expect(turns.take(work.run)).rejects.toBeInstanceOf(OverloadedError);
    work.end();
    await Promise.all(waiting);
  });

  it('refuses who has waited for too long', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const turns = new Turns(1, 10_000);
      const [one, two] = [new Work(), new Work()];
      void turns.take(one.run);
      const second = turns.take(two.run);
      const refused = expect(second).rejects.toBeInstanceOf(OverloadedError);
      jest.advanceTimersByTime(10_000);
      await refused;
      one.end();
      await settled();
      expect(two.isBegun).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('isWide', () => {
  it.each([
    [{ interfaces: null, filter: null }, true],
    [{ interfaces: null, filter: { stack: { eq: 'shop' } } }, true],
    [{ interfaces: null, filter: { host: { contains: 'web' } } }, true],
    [{ interfaces: ['a'], filter: null }, false],
    [{ interfaces: null, filter: { hosts: ['a'] } }, false],
    [{ interfaces: null, filter: { host: { eq: 'web-1' } } }, false],
    [{ interfaces: null, filter: { hosts: Array<string>(101).fill('a') } }, true],
    [{ interfaces: ['a'], filter: { hosts: Array<string>(101).fill('a') } }, false],
  ])('of %j is %s', (asked, wide) => {
    expect(isWide(asked)).toBe(wide);
  });
});
