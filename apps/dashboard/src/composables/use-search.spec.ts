import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope, nextTick, type Ref, ref } from 'vue';
import { type Search, useSearch } from './use-search.js';

const HIT = { kind: 'HOST', id: '1', name: 'web-1', where: '', gone: false };
const PAUSE_MS = 60;
const RETRY_MS = 3_000;
/** Null where the server cannot be reached; taken from the front. */
let answers: (object | null)[];
const asked = jest.fn(async () => {
  const answer = answers.shift();
  if (!answer) throw new TypeError('net::ERR_NETWORK_CHANGED');
  return { status: 200, json: async () => answer };
});
const { fetch } = globalThis;

beforeEach(() => {
  jest.useFakeTimers();
  asked.mockClear();
  globalThis.fetch = asked as unknown as typeof fetch;
});
afterEach(() => {
  jest.useRealTimers();
  globalThis.fetch = fetch;
});

/** Has a text typed, and waits until it was asked for. */
async function typing(text: string): Promise<{ typed: Ref<string>; search: Search; stop: () => void }> {
  const scope = effectScope();
  const typed = ref('');
  const search = scope.run(() => useSearch(() => typed.value, { first: 8 })) as Search;
  typed.value = text;
  await nextTick();
  await jest.advanceTimersByTimeAsync(PAUSE_MS);
  return { typed, search, stop: () => scope.stop() };
}

describe('useSearch', () => {
  it('asks again soon where the aggregator was not reached, and shows what it finds then', async () => {
    answers = [null, { data: { search: [HIT] } }];
    const { search, stop } = await typing('web');
    expect(search.failure.value?.remedy).toMatch('It is asked again by itself.');
    await jest.advanceTimersByTimeAsync(RETRY_MS);
    expect(search.failure.value).toBeNull();
    expect(search.hits.value).toEqual([HIT]);
    await jest.advanceTimersByTimeAsync(10 * RETRY_MS);
    expect(asked).toHaveBeenCalledTimes(2);
    stop();
  });

  it('asks no more for a text that is gone, or whose page is', async () => {
    answers = [];
    const { typed, search, stop } = await typing('web');
    typed.value = '';
    await nextTick();
    await jest.advanceTimersByTimeAsync(2 * RETRY_MS);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(search.failure.value).toBeNull();
    typed.value = 'db';
    await nextTick();
    await jest.advanceTimersByTimeAsync(PAUSE_MS);
    stop();
    await jest.advanceTimersByTimeAsync(2 * RETRY_MS);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
