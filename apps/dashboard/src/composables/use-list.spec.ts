import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises } from '@vue/test-utils';
import { effectScope, type EffectScope, nextTick, ref } from 'vue';
import { HOST_CONTAINERS } from '../api/index.js';
import { type List, type ListPage, useList } from './use-list.js';

interface Row {
  readonly id: string;
}
interface Asked {
  readonly after: string | null;
  readonly counted: boolean;
  readonly first: number;
  readonly text: string;
}

/** 450 rows, three pages of 200. */
const TOTAL = 450;
let text: ReturnType<typeof ref<string>>;
let fails: boolean;
let scope: EffectScope;
let list: List<Row>;
let generation: number;

const asked = (): Asked[] =>
  jest.mocked(fetch).mock.calls.map(([, request]) => JSON.parse(String(request?.body)).variables as Asked);

function page({ after, text: wanted, counted }: Asked): ListPage<Row> {
  const start = Number(after ?? 0);
  const end = Math.min(TOTAL, start + 200);
  const nodes = Array.from({ length: end - start }, (_, index) => ({ id: `${wanted}${start + index}.${generation}` }));
  const pageInfo = { endCursor: String(end), hasNextPage: end < TOTAL };
  return { nodes, pageInfo, ...(counted && { totalCount: TOTAL }) };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await flushPromises();
}

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  text = ref('a');
  fails = false;
  generation = 0;
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    if (fails) throw new TypeError('fetch failed');
    const { variables } = JSON.parse(String(request?.body)) as { variables: Asked };
    return { status: 200, json: async () => ({ data: { list: page(variables) } }) } as Response;
  }) as typeof fetch;
  scope = effectScope();
  scope.run(() => {
    list = useList<unknown, Row>(() => ({
      document: HOST_CONTAINERS as never,
      variables: { text: text.value },
      pageOf: (data) => (data as { list: ListPage<Row> }).list,
    }));
  });
  await settle();
});

afterEach(() => {
  scope.stop();
  jest.useRealTimers();
});

describe('useList', () => {
  it('reads a page, and the next when told, until there is none; it counts once', async () => {
    expect([list.rows.value.length, list.totalCount.value, list.hasMore.value]).toEqual([200, TOTAL, true]);
    for (const expected of [400, TOTAL, TOTAL]) {
      list.loadMore();
      await settle();
      expect(list.rows.value).toHaveLength(expected);
    }
    expect(asked().map(({ after, counted }) => [after, counted])).toEqual([
      [null, true],
      ['200', false],
      ['400', false],
    ]);
    expect(list.hasMore.value).toBe(false);
  });

  it('begins anew when the question changes, with the old rows until the new ones are there', async () => {
    text.value = 'b';
    await nextTick();
    expect([list.rows.value[0]?.id, list.current.value, list.loading.value]).toEqual(['a0.0', false, true]);
    await settle();
    expect([list.rows.value[0]?.id, list.current.value, list.loading.value]).toEqual(['b0.0', true, false]);
  });

  it('keeps fresh the pages that are on screen, and the first, which counts', async () => {
    list.loadMore();
    await settle();
    list.loadMore();
    await settle();
    list.see(410, 430);
    generation = 1;
    jest.advanceTimersByTime(5_000);
    await settle();
    expect([0, 200, 400].map((index) => list.rows.value[index]?.id)).toEqual(['a0.1', 'a200.0', 'a400.1']);
  });

  it('keeps its rows while it cannot be answered, and asks again', async () => {
    fails = true;
    jest.advanceTimersByTime(5_000);
    await settle();
    expect([list.rows.value.length, list.failure.value?.message]).toEqual([200, 'The aggregator cannot be reached']);
    fails = false;
    generation = 2;
    jest.advanceTimersByTime(3_000);
    await settle();
    expect([list.rows.value[0]?.id, list.failure.value]).toEqual(['a0.2', null]);
  });

  it('asks nothing once it is gone', async () => {
    scope.stop();
    jest.advanceTimersByTime(60_000);
    await settle();
    expect(asked()).toHaveLength(1);
  });
});
