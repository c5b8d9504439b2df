import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from './use-live.js';
import { type RankedBy, type RankedList, rankedSort, useRankedList } from './use-ranked-list.js';

const GROUPS = 250;
interface Input {
  readonly counters: string[];
  readonly count: number;
  readonly from: string;
}

let wrapper: VueWrapper;
let list: RankedList;
let asked: Input[];
const by = ref<RankedBy>('share');

beforeEach(async () => {
  jest.useFakeTimers({
    now: Date.parse('2026-11-21T12:00:30Z'),
    doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
  });
  asked = [];
  by.value = 'share';
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { variables } = JSON.parse(String(request?.body)) as { variables: { input: Input } };
    const { count } = variables.input;
    asked.push(variables.input);
    const groups = Array.from({ length: Math.min(GROUPS, count) }, (_, index) => ({
      ...{ group: `g${index}`, keys: [{ dimension: 'NETWORK', value: `n${index}`, name: `n${index}` }], total: '10' },
    }));
    const top = { groupCount: GROUPS, othersTotal: String(10 * (GROUPS - groups.length)), groups };
    return { status: 200, json: async () => ({ data: { top } }) } as Response;
  }) as typeof fetch;
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  });
  await router.push('/');
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const Page = defineComponent(() => {
    list = useRankedList(() => ({ grouping: 'NETWORK', filter: null, by: by.value }));
    return () => null;
  });
  wrapper = mount(Page, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await flushPromises();
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

describe('a list of groups in the order of what they counted', () => {
  it('begins with a hundred, by whole minutes, and reads on as far as it is looked at', async () => {
    expect([list.groups.value.length, list.total.value, list.whole.value]).toEqual([100, GROUPS, 10 * GROUPS]);
    expect(asked.map(({ count, from }) => [count, from])).toEqual([[100, '2026-11-21T11:46:00.000Z']]);
    list.more();
    // Told twice by a table before it is answered: one step further all the same.
    list.more();
    await flushPromises();
    list.more();
    await flushPromises();
    list.more();
    await flushPromises();
    expect(asked.map(({ count }) => count)).toEqual([100, 200, 300]);
    expect(list.groups.value).toHaveLength(GROUPS);
  });

  it('begins anew for another order, and still knows how much all moved', async () => {
    list.more();
    await flushPromises();
    by.value = 'errors';
    await flushPromises();
    expect(asked.slice(2).map(({ counters, count }) => [counters, count])).toEqual([
      [['RX_ERRORS', 'TX_ERRORS'], 100],
      [['RX_BYTES', 'TX_BYTES'], 1],
    ]);
    expect(list.whole.value).toBe(10 * GROUPS);
  });

  it('is asked for the highest alone', () => {
    expect(rankedSort({ column: 'drops', rising: true })).toEqual({ column: 'drops', rising: false });
    expect(rankedSort({ column: 'name', rising: true })).toEqual({ column: 'name', rising: true });
  });
});
