import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_STANDING_FILTERS, type ReadPassing, StandingFilters } from './standing-filters.js';

const hosts = (...ids: string[]) => ({ hosts: new Set(ids), interfaces: null });

describe('StandingFilters', () => {
  let filters: StandingFilters;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    filters = new StandingFilters();
  });

  afterEach(() => {
    filters.onModuleDestroy();
    jest.useRealTimers();
  });

  it('asks once for all who have the same, and again soon after a change, else every 10 s', async () => {
    const read = jest.fn<ReadPassing>().mockResolvedValue(hosts('a'));
    const [one, other] = await Promise.all([filters.hold('f', read), filters.hold('f', read)]);
    expect([one?.passing(), other?.passing(), read.mock.calls.length]).toEqual([hosts('a'), hosts('a'), 1]);
    read.mockResolvedValue(hosts('b'));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(1);
    filters.noteChange();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([one?.passing(), other?.passing(), read.mock.calls.length]).toEqual([hosts('b'), hosts('b'), 2]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('asks no more once nobody holds it', async () => {
    const read = jest.fn<ReadPassing>().mockResolvedValue(hosts());
    const held = [await filters.hold('f', read), await filters.hold('f', read)];
    held[0]?.letGo();
    await jest.advanceTimersByTimeAsync(11_000);
    expect(read).toHaveBeenCalledTimes(2);
    held[1]?.letGo();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('keeps what it knows while the store is away', async () => {
    const read = jest.fn<ReadPassing>().mockResolvedValueOnce(hosts('a')).mockRejectedValue(new Error('away'));
    const held = await filters.hold('f', read);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(held?.passing()).toEqual(hosts('a'));
  });

  it('asks again for one after another, however many there are', async () => {
    let [now, most] = [0, 0];
    const slow: ReadPassing = async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
      return hosts();
    };
    const holding = ['a', 'b', 'c', 'd'].map((name) => filters.hold(name, slow));
    await jest.advanceTimersByTimeAsync(20);
    await Promise.all(holding);
    most = 0;
    await jest.advanceTimersByTimeAsync(15_000);
    expect(most).toBe(1);
  });

  it('keeps one that somebody takes while another lets go of it', async () => {
    const read = jest.fn<ReadPassing>().mockResolvedValue(hosts('a'));
    const first = await filters.hold('f', read);
    const taking = filters.hold('f', read);
    first?.letGo();
    const second = await taking;
    await filters.hold('f', read);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockResolvedValue(hosts('b'));
    await jest.advanceTimersByTimeAsync(11_000);
    expect(second?.passing()).toEqual(hosts('b'));
  });

  it('holds so many different ones at a time, and forgets one that could not be read', async () => {
    const read: ReadPassing = async () => hosts();
    for (let each = 1; each < MAX_STANDING_FILTERS; each += 1) await filters.hold(`f${each}`, read);
    await expect(filters.hold('bad', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await filters.hold('last', read)).not.toBeNull();
    expect(await filters.hold('more', read)).toBeNull();
    expect(await filters.hold('last', read)).not.toBeNull();
  });
});
