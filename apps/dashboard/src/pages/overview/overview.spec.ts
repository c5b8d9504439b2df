import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import OverviewPage from '../OverviewPage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const START = Date.parse('2026-11-21T12:00:00Z');
const ago = (seconds: number): string => new Date(START - seconds * 1_000).toISOString();

interface Asked {
  readonly name: string;
  readonly variables: {
    readonly input?: { readonly groupBy?: string[]; readonly filter?: { readonly hosts?: string[] } };
    readonly after?: string | null;
  };
}

let asked: Asked[];
let hosts: number;
/** What the database takes too long for. */
let slow: (question: Asked) => boolean;
let wrapper: VueWrapper;

beforeEach(() => {
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  asked = [];
  hosts = 1_000;
  slow = () => false;
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const body = JSON.parse(String(request?.body)) as { query: string; variables: Asked['variables'] };
    const question = { name: /query (\w+)/.exec(body.query)?.[1] ?? '', variables: body.variables };
    asked.push(question);
    const answer = slow(question)
      ? { errors: [{ message: 'it took longer than 10 s' }] }
      : { data: answerTo(question) };
    return { status: 200, json: async () => answer } as Response;
  }) as typeof fetch;
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

function answerTo({ name, variables }: Asked): object {
  if (name === 'OverviewFleet' || name === 'OverviewCounts') return status();
  if (name === 'FleetRates') return { fleetRates: { rxBytesPerSecond: 1_250_000, txBytesPerSecond: 0 } };
  if (name === 'OverviewFirst') return { top: variables.input?.groupBy?.[0] === 'CONTAINER' ? sent : lost };
  if (name === 'OverviewCompared') return { series: { series: [] } };
  if (name === 'PatternList') return { patterns: { nodes: [], totalCount: 0, pageInfo: {} } };
  if (name === 'SendsMost') return { containers: { nodes: [sends] } };
  if (name === 'HostNames') return { hosts: namesAfter(variables.after ?? null) };
  if (name === 'Series') return { series: seriesOf([]) };
  if (name === 'FigureLines') return { series: seriesOf(variables.input?.groupBy ?? []) };
  return {};
}

const status = (): object => ({
  hosts: { totalCount: hosts, nodes: [] },
  silent: { totalCount: Math.min(1, hosts), nodes: hosts ? [{ id: 's', name: 'lyon', lastSeen: ago(720) }] : [] },
  containers: { totalCount: 12_345 },
  interfaces: { totalCount: 50_000 },
  services: { totalCount: 3 },
  workloads: { totalCount: 0 },
});
const host = { dimension: 'HOST', value: 'p', name: 'paris' };
const sent = {
  groups: [{ keys: [{ dimension: 'CONTAINER', value: HOSTILE, name: HOSTILE }, host], sharePercent: 61, total: '1' }],
};
const lost = {
  groups: [{ keys: [{ dimension: 'INTERFACE', value: 'i', name: 'eth7' }, host], sharePercent: 9, total: '4000' }],
};
const sends = { id: 'c', name: 'ci-runner', rates: { txBytesPerSecond: 125_000 }, host: { id: 'p', name: 'paris' } };

/** Pages of 500. */
function namesAfter(after: string | null): object {
  const first = Number(after ?? 0);
  const last = Math.min(hosts, first + 500);
  const nodes = Array.from({ length: last - first }, (_, index) => ({
    id: `h${first + index}`,
    name: `web-${first + index}`,
  }));
  return { nodes, pageInfo: { endCursor: String(last), hasNextPage: last < hosts } };
}

function seriesOf(groupBy: readonly string[]): object {
  const counter = (name: string): object => ({ counter: name, total: 1_000, averagePerSecond: 1, p95PerSecond: 1 });
  const line = {
    group: 'g',
    others: null,
    keys: groupBy.map((dimension) => ({ dimension, value: HOSTILE, name: HOSTILE })),
    columns: { rxBytesPerSecond: [125_000, 250_000], txBytesPerSecond: [0, null] },
    statistics: ['RX_BYTES', 'TX_BYTES'].map(counter),
  };
  return {
    ...{ from: ago(300), to: ago(0), stepMilliseconds: 1_000, resolution: 'raw', groupCount: 1 },
    ...{ at: [START - 2_000, START - 1_000], series: [line] },
  };
}

async function show(address = '/'): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  });
  await router.push(address);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(OverviewPage, {
    global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live }, stubs: ['LineChart', 'HeatMap'] },
  });
  await flushPromises();
  await flushPromises();
}

const text = (selector?: string): string =>
  (selector ? wrapper.find(selector) : wrapper).text().replace(/[\s\u202f]+/g, ' ');

describe('the overview', () => {
  it('says first how the fleet is, and what is worth knowing', async () => {
    await show();
    expect(text('h1')).toBe('999 of 1,000 hosts report');
    expect(text()).toMatch(/lyon is silent since \d\d:48\./);
    expect(text()).toContain('eth7 of paris lost 4,000 packets in the last hour.');
    expect(text()).toContain('ci-runner on paris sends most now, 1.00 Mbit/s.');
    expect(text('[data-testid="counts"]')).toContain('Containers 12,345');
  });

  it('keeps all other sentences where the answer to one takes too long', async () => {
    slow = ({ name, variables }) => name === 'OverviewFirst' && variables.input?.groupBy?.[0] === 'INTERFACE';
    await show();
    expect(text()).toMatch(/lyon is silent/);
    expect(text()).toContain(`ci-runner on paris sends most now, 1.00 Mbit/s.`);
    expect(text()).toContain(`${HOSTILE} on paris sent 61 % of all that containers sent in the last hour.`);
  });

  it('shows rates and the busiest, and hostile names as text', async () => {
    await show();
    expect(text('[aria-label="Key figures"]')).toContain('2.00 Mbit/s');
    expect(text('[aria-label="Busiest containers"]')).toContain(HOSTILE);
    expect(text('[aria-label="Busiest networks"]')).toContain('100 %');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('asks a few questions, however many hosts there are, and lists nothing in full', async () => {
    await show();
    const rows = asked.filter(({ name }) => name === 'Series');
    expect(asked.length - rows.length).toBeLessThanOrEqual(16);
    expect(asked.map(({ name }) => name)).not.toContain('Hosts');
    expect(rows).toHaveLength(50);
    expect(new Set(rows.flatMap(({ variables }) => variables.input?.filter?.hosts ?? [])).size).toBe(1_000);
  });

  it('asks first for what is seen first, and for the rest when that is there', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const answered = globalThis.fetch;
    globalThis.fetch = jest.fn(async (url: RequestInfo | URL, request?: RequestInit) => {
      const response = await answered(url, request);
      if (String(request?.body).includes('query FigureLines')) await held;
      return response;
    }) as typeof fetch;
    await show();
    expect(asked.map(({ name }) => name).sort()).toEqual(['FigureLines', 'FleetRates', 'OverviewFleet']);
    expect(text('h1')).toBe('999 of 1,000 hosts report');
    expect(text('[aria-label="Key figures"]')).toContain('In, now10.0 Mbit/s');
    answer();
    await flushPromises();
    await flushPromises();
    expect(text('[aria-label="Key figures"]')).toContain('In, now2.00 Mbit/s');
    const names = asked.map(({ name, variables }) => `${name} ${JSON.stringify(variables)}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(10);
  });

  it('asks for nothing that is not in sight', async () => {
    const sighted: ((entries: object[]) => void)[] = [];
    globalThis.IntersectionObserver = class {
      constructor(tell: (entries: object[]) => void) {
        sighted.push(tell);
      }
      observe(): void {}
      disconnect(): void {}
    } as never;
    await show();
    const grouped = (): unknown[] =>
      asked.filter(({ name, variables }) => name === 'FigureLines' && variables.input?.groupBy?.[0] === 'NETWORK');
    expect([grouped().length, asked.filter(({ name }) => name === 'Series').length]).toEqual([0, 0]);
    expect(text('[aria-label="Busiest networks"]')).toContain('Asking');
    sighted.forEach((tell) => tell([{ isIntersecting: true }]));
    await flushPromises();
    await flushPromises();
    expect(grouped()).toHaveLength(1);
    expect(text('[aria-label="Busiest networks"]')).toContain('100 %');
    delete (globalThis as { IntersectionObserver?: unknown }).IntersectionObserver;
  });

  it('counts containers where the filter asks for them', async () => {
    await show('/?f=network:shop');
    const fleet = asked.filter(({ name, variables }) => name === 'FigureLines' && !variables.input?.groupBy);
    expect(fleet.length).toBeGreaterThan(0);
    for (const { variables } of fleet) expect(variables.input?.filter).toHaveProperty('classes', ['CONTAINER']);
    expect(asked.map(({ name }) => name)).not.toContain('FleetRates');
  });

  it('says what to do while no host has reported, and while a filter lets none through', async () => {
    hosts = 0;
    await show();
    expect(text()).toContain('No host has reported yet');
    expect(text()).toContain('WEIR_NATS_URL');
    wrapper.unmount();
    await show('/?f=host:nobody');
    expect(text()).toContain('No host fits the filter');
  });

  it('says that the aggregator cannot be reached', async () => {
    globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch;
    await show();
    expect(text()).toContain('The aggregator cannot be reached');
  });
});
