import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Newest } from './newest.js';
import { sieved } from './sieve.js';

describe('sieved', () => {
  let ended: boolean;
  let left: number;
  let source: Newest<string>;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    ended = false;
    left = 0;
    source = new Newest<string>(() => (ended = true), 5_000);
  });

  afterEach(() => void jest.useRealTimers());

  const begin = (known: ReadonlySet<string>, askAfterMs: readonly number[] = [0]) => {
    const passing = jest.fn(async (told: readonly string[]) => new Set(told.filter((each) => known.has(each))));
    return { passing, out: sieved(source, { passing, askAfterMs }, () => (left += 1)) };
  };

  it('lets pass what passes, asking once for all that came meanwhile', async () => {
    const { passing, out } = begin(new Set(['a', 'c']));
    for (const each of ['a', 'b', 'c']) source.put('', each);
    await jest.advanceTimersByTimeAsync(300);
    expect([(await out.next()).value, (await out.next()).value]).toEqual(['a', 'c']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(passing.mock.calls).toEqual([[['a', 'b', 'c']]]);
  });

  it('asks again about what may not be stored yet, and then no more', async () => {
    const known = new Set<string>();
    const { passing, out } = begin(known, [250, 2_000, 5_000]);
    source.put('', 'late');
    source.put('', 'never');
    await jest.advanceTimersByTimeAsync(500);
    known.add('late');
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await out.next()).value).toBe('late');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(passing.mock.calls.map(([told]) => told)).toEqual([['late', 'never'], ['late', 'never'], ['never']]);
  });

  it('keeps what came while the store was away', async () => {
    const { passing, out } = begin(new Set(['a']));
    passing.mockRejectedValueOnce(new Error('away'));
    source.put('', 'a');
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await out.next()).value).toBe('a');
  });

  it('keeps the newest 1000 of what waits', async () => {
    const { passing } = begin(new Set(), [10_000]);
    for (let each = 0; each < 1_003; each += 1) source.put('', String(each));
    await jest.advanceTimersByTimeAsync(11_000);
    const [told] = passing.mock.calls[0] ?? [];
    expect([told?.length, told?.[0]]).toEqual([1_000, '3']);
  });

  it('loses nothing of what comes while the store is asked about what is given up meanwhile', async () => {
    const { passing, out } = begin(new Set(['newest']));
    let answer = (): void => undefined;
    passing.mockImplementationOnce(() => new Promise((resolve) => (answer = () => resolve(new Set()))));
    source.put('', 'oldest');
    await jest.advanceTimersByTimeAsync(300);
    for (let each = 1; each < 1_000; each += 1) source.put('', String(each));
    source.put('', 'newest');
    await jest.advanceTimersByTimeAsync(0);
    answer();
    await jest.advanceTimersByTimeAsync(300);
    expect(passing.mock.calls[1]?.[0].at(-1)).toBe('newest');
    expect((await out.next()).value).toBe('newest');
  });

  it('ends what it takes from when nobody listens any more, and ends with it', async () => {
    await begin(new Set()).out.return?.();
    expect([ended, left]).toEqual([true, 1]);
    source = new Newest<string>(() => undefined);
    const { out } = begin(new Set());
    source.end();
    expect([(await out.next()).done, left]).toEqual([true, 2]);
  });
});
