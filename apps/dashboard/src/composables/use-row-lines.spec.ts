import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { type ComputedRef, defineComponent, ref } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { RankedGroup } from './ranked-groups.js';
import { createLive, LIVE_KEY } from './use-live.js';
import { type Grouping, useRowLines } from './use-row-lines.js';

const REST_MS = 200;
const grouping = ref<Grouping>('NETWORK');
const ids = ref<readonly string[]>([]);
const host = ref<string>();
let wrapper: VueWrapper;
let router: Router;
let lines: ComputedRef<ReadonlyMap<string, RankedGroup>>;

interface Input {
  readonly filter: { readonly network: { readonly in: readonly string[] } };
  readonly groupBy: readonly [string];
}

function answerTo({ filter, groupBy: [dimension] }: Input): object {
  const series = filter.network.in.map((value) => ({
    ...{ group: value, others: null, statistics: [], columns: {}, keys: [{ dimension, value, name: value }] },
  }));
  return { from: 'then', to: 'now', stepMilliseconds: 60_000, resolution: 'raw', at: [], groupCount: 2, series };
}

async function rest(): Promise<void> {
  await flushPromises();
  jest.advanceTimersByTime(REST_MS);
  await flushPromises();
}

const see = async (...names: readonly string[]): Promise<void> => {
  ids.value = names;
  await rest();
};
const known = (): string[] => [...lines.value.keys()];

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  [grouping.value, ids.value, host.value] = ['NETWORK', [], undefined];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { variables } = JSON.parse(String(request?.body)) as { variables: { input: Input } };
    return { status: 200, json: async () => ({ data: { series: answerTo(variables.input) } }) } as Response;
  }) as typeof fetch;
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] });
  await router.push('/');
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const Page = defineComponent(() => {
    const filterOf = (some: readonly string[]) => ({ host: { eq: host.value ?? null }, network: { in: [...some] } });
    lines = useRowLines(
      () => grouping.value,
      () => ids.value,
      filterOf,
    );
    return () => null;
  });
  wrapper = mount(Page, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await rest();
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

describe('the lines of rows', () => {
  it('stay while a table is scrolled', async () => {
    await see('a', 'b');
    await see('b', 'c');
    expect(known()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['things of another kind', () => void (grouping.value = 'SERVICE')],
    ['another filter', () => void (host.value = 'web-3')],
    ['another range', () => router.replace('/?range=1h')],
  ])('are told anew of %s: what is not seen any more is not shown as if it were of it', async (_what, change) => {
    await see('a', 'b');
    await see('b', 'c');
    await change();
    await rest();
    expect(known()).toEqual(['b', 'c']);
  });
});
