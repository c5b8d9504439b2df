import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import NetworksPage from '../NetworksPage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NETWORKS = 400;
interface Asked {
  readonly name: string;
  readonly input: {
    readonly filter?: { readonly network?: { readonly in?: string[] } };
    readonly counters?: string[];
    readonly count?: number;
  };
}

let wrapper: VueWrapper;
let asked: Asked[];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  asked = [];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { query, variables } = JSON.parse(String(request?.body)) as { query: string; variables: { input: never } };
    const name = /query (\w+)/.exec(query)?.[1] ?? '';
    asked.push({ name, input: variables.input ?? (variables as never) });
    return { status: 200, json: async () => ({ data: answerTo(name, variables.input) }) } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

const nameOf = (index: number): string => (index === 0 ? HOSTILE : `net-${index}`);
const keyOf = (name: string): object[] => [{ dimension: 'NETWORK', value: name, name }];

function answerTo(name: string, input: Asked['input']): object {
  if (name === 'RankedNames') {
    const groups = Array.from({ length: Math.min(NETWORKS, input.count ?? 0) }, (_, index) => ({
      ...{ group: `g${index}`, keys: keyOf(nameOf(index)), total: '1000' },
    }));
    return { top: { groupCount: NETWORKS, othersTotal: String(1_000 * (NETWORKS - groups.length)), groups } };
  }
  if (name === 'FigureLines') return { series: linesOf(input) };
  if (name === 'NetworkTotals') return { containers: { groups: [] }, bridges: { groups: [] } };
  return { networks: { totalCount: 3, nodes: [{ driver: 'bridge', internal: false }] }, containers: { totalCount: 7 } };
}

function linesOf({ filter, counters = [] }: Asked['input']): object {
  const statistics = counters.map((counter) => ({ counter, total: 500, averagePerSecond: 125_000 }));
  const series = (filter?.network?.in ?? []).map((name) => ({
    ...{ group: name, others: null, keys: keyOf(name), columns: {}, statistics, earlier: null },
  }));
  return { from: 'f', to: 't', at: [], stepMilliseconds: 60_000, resolution: '1m', groupCount: series.length, series };
}

async function show(address: string): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  });
  await router.push(address);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(NetworksPage, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await flushPromises();
  await jest.advanceTimersByTimeAsync(600);
  await flushPromises();
}

const text = (selector: string): string =>
  wrapper
    .get(selector)
    .text()
    .replace(/[\s\u202f]+/g, ' ');
const named = (name: string): Asked[] => asked.filter((one) => one.name === name);

describe('the list of networks', () => {
  it('asks for figures of what is on screen alone, all counters of it, and shows hostile names as text', async () => {
    await show('/networks');
    expect(named('RankedNames').map(({ input }) => [input.count, input.counters])).toEqual([
      [100, ['RX_BYTES', 'TX_BYTES']],
    ]);
    const lines = named('FigureLines').at(-1)?.input;
    expect(lines?.filter?.network?.in?.length).toBeLessThan(60);
    expect(lines?.filter?.network?.in?.slice(0, 2)).toEqual([HOSTILE, 'net-1']);
    expect(lines?.counters).toHaveLength(8);
    expect(named('NetworkTotals').every(({ input }) => input !== null)).toBe(true);
    expect(text('[data-row="g0"]')).toContain(HOSTILE);
    expect(text('[data-row="g1"]')).toMatch(/1.00 Mbit\/s.*125 kpkt\/s.*125 kerr\/s.*125 kdrop\/s.*0.3 %/);
    expect(text('[role=status]')).toContain('400 in all');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('is put in order by whoever counts, the highest first', async () => {
    await show('/networks?sort=-drops');
    expect(named('RankedNames').map(({ input }) => input.counters)).toEqual([
      ['RX_DROPPED', 'TX_DROPPED'],
      ['RX_BYTES', 'TX_BYTES'],
    ]);
    expect(wrapper.get('[aria-sort]').text()).toContain('Drops');
    expect(wrapper.get('[aria-sort]').attributes('aria-sort')).toBe('descending');
  });
});
