import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { type Component, nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { type SocketState, TRAFFIC, type TrafficTick } from '../api/index.js';
import { tick } from '../composables/live/testing.js';
import { createLive, LIVE_KEY } from '../composables/use-live.js';
import HostPage from './HostPage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const START = Date.parse('2026-11-21T12:00:00Z');
const ago = (seconds: number): string => new Date(START - seconds * 1_000).toISOString();

const iface = (id: string, more: object = {}): object => ({
  id,
  key: `host/${id}`,
  name: id,
  class: 'UPLINK',
  uplink: true,
  state: 'UP',
  speedBitsPerSecond: 1e6,
  mtu: 1500,
  mac: null,
  addresses: [],
  master: null,
  countersSince: null,
  resets: 0,
  network: null,
  containers: [],
  ...more,
});
const web = {
  id: 'c1',
  name: HOSTILE,
  stack: 'shop',
  service: 'web',
  pod: null,
  podNamespace: null,
  workload: null,
  image: 'nginx',
  hostNetwork: false,
  startedAt: null,
};
/** Joins the network of the one above. */
const side = { ...web, id: 'c3', name: 'mesh' };
const eth0 = iface('eth0');
const webEth0 = iface('web-eth0', {
  name: 'eth0',
  class: 'CONTAINER',
  uplink: false,
  network: { id: 'n', name: 'shop_default' },
  containers: [web],
});
const host = {
  id: 'h',
  name: 'paris',
  state: 'ALIVE',
  firstSeen: ago(9_000),
  lastSeen: ago(0),
  intervalMilliseconds: 1_000,
  interfaceCount: 2,
  containerCount: 5,
  docker: 'UNREACHABLE',
  agentVersion: '0.1.0',
  platform: 'linux',
  kernel: '6.18',
  bootedAt: ago(90_000),
  missing: ['Interfaces of the host: the engine is remote.'],
  interfaces: [eth0, webEth0],
  containers: [
    { ...web, interfaces: [{ id: 'web-eth0', network: { name: 'shop_default' } }] },
    { ...web, id: 'c2', name: 'exporter', hostNetwork: true, interfaces: [] },
    {
      ...side,
      image: 'envoy',
      service: 'mesh',
      hostNetwork: false,
      interfaces: [{ id: 'web-eth0', network: { name: 'shop_default' } }],
    },
    ...['app', 'proxy'].map((name) => ({
      ...{ ...web, id: `pod-${name}`, name, image: `registry/${name}`, stack: null, service: null },
      ...{ pod: 'cart-7d9f', podNamespace: 'shop-prod', workload: 'Deployment/cart' },
      interfaces: [{ id: 'pod-eth0', network: null }],
    })),
  ],
  networks: [],
};
const series = { from: ago(300), to: ago(0), stepMilliseconds: 1_000, resolution: 'raw', at: [], series: [] };

const pageOf = (nodes: readonly object[]): object => ({ nodes, pageInfo: { endCursor: null, hasNextPage: false } });

let hosts: (typeof host)[];
let send: (message: TrafficTick) => void;
let stopped: number;
let setState: (state: SocketState) => void;
let wrapper: VueWrapper;

beforeEach(() => {
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  hosts = [host];
  stopped = 0;
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { query, variables } = JSON.parse(String(request?.body)) as { query: string; variables: { id?: string } };
    const [, name = ''] = /query (\w+)/.exec(query) ?? [];
    return { status: 200, json: async () => ({ data: answerTo(name, variables.id === 'h') }) } as Response;
  }) as typeof fetch;
});

function answerTo(query: string, isKnown: boolean): object {
  const [first = host] = isKnown ? hosts : [];
  if (query === 'Host') return { host: isKnown ? first : null };
  if (query === 'HostInterfaces') return { interfaces: pageOf(isKnown ? first.interfaces : []) };
  if (query === 'HostContainers') return { containers: pageOf(isKnown ? first.containers : []) };
  if (query === 'HostMatchesInterfaces') return { interfaces: pageOf([{ id: 'eth0' }]) };
  if (query === 'HostMatchesContainers') return { containers: pageOf([]) };
  if (query === 'HostMatchesNetworks') return { networks: pageOf([]) };
  if (query === 'HostAttribution')
    return { uplinks: { groups: [] }, bridges: { groups: [] }, containers: { groups: [] } };
  if (query === 'HostStateOverTime') return { hostSeries: { ...series, series: [{ columns: {} }] } };
  if (query === 'PatternList') return { patterns: pageOf([]) };
  if (query === 'ForecastOf')
    return { forecast: { at: [], value: [], low: [], high: [], historyHours: 0, sentence: '' } };
  if (query === 'CapacityOf') return { capacity: { links: [], linkCount: 0, unknownSpeedCount: 0 } };
  return { series };
}

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

async function show(page: Component, props: object = {}, address = '/'): Promise<void> {
  const blank = { render: () => null };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: blank }] });
  await router.push(address);
  const live = createLive({
    onState: (listener) => (setState = listener),
    subscribe: (document, _variables, next) => {
      if ((document as unknown) === TRAFFIC) send = (message) => next({ traffic: message } as never);
      return () => (stopped += 1);
    },
  });
  wrapper = mount(page, {
    props,
    global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live }, stubs: ['LineChart'] },
  });
  setState('open');
  await flushPromises();
}

async function receive(message: TrafficTick): Promise<void> {
  send(message);
  jest.advanceTimersByTime(100);
  await nextTick();
}

const text = (selector?: string): string =>
  (selector ? wrapper.find(selector) : wrapper).text().replace(/[\s\u202f]+/g, ' ');

describe('the host page', () => {
  it('shows every counter of every interface, and what Docker means', async () => {
    await show(HostPage, { id: 'h' });
    await receive(tick(START, { eth0: [125_000, 250] }, { unread: ['web-eth0'] }));
    expect(text('[data-row="eth0"]')).toBe('eth0uplink up1 Mbit/s1.00 Mbit/s2.00 kbit/s000000');
    expect(text('[data-row="web-eth0"]').match(/unreadable/g)).toHaveLength(8);
    expect(text('[data-testid="docker"]')).toContain('unreachable The Docker socket does not answer');
    expect(text('[data-testid="missing"]')).toContain('Interfaces of the host: the engine is remote.');
  });

  it('says where names come from: a node of a cluster needs no Docker', async () => {
    const node = { ...host, docker: 'ABSENT', kubernetes: 'CONNECTED' };
    hosts = [node];
    await show(HostPage, { id: 'h' });
    expect(wrapper.find('[data-testid="docker"]').exists()).toBe(false);
    expect(text('[data-testid="kubernetes"]')).toContain('connected Pods have their names.');
  });

  it('says that a container on the host network cannot be told apart, and no number', async () => {
    await show(HostPage, { id: 'h' });
    await receive(tick(START, { eth0: [125_000, 250], 'web-eth0': [125, 0] }));
    expect(text('[data-row="c2"]')).toContain('host network, not separable');
    expect(text('[data-row="c1"]')).toMatch(
      /<img src=x.* \+ mesh.*share one network, not separable.*nginx, envoy.*shop \/ web, shop \/ mesh/,
    );
    expect(text('[data-row="pod-app"]')).toMatch(/cart-7d9f.*app, proxy.*shop-prod \/ Deployment\/cart/);
    expect(wrapper.find('[data-row="c3"], [data-row="pod-proxy"]').exists()).toBe(false);
    expect(text('[data-row="c2"]')).not.toMatch(/\d/);
    expect(text('[data-row="c1"]')).toContain('1.00 kbit/s');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('filters and groups by what the address says', async () => {
    await show(HostPage, { id: 'h' }, '/hosts/h?f=class:uplink&group=class');
    expect(wrapper.find('[data-row="eth0"]').exists()).toBe(true);
    expect(wrapper.find('[data-row="web-eth0"]').exists()).toBe(false);
    expect(wrapper.find('.row.group').text()).toContain('uplink');
    expect(text()).toContain('No container fits the filter.');
  });

  it('says that there is no such host', async () => {
    await show(HostPage, { id: 'nobody' });
    expect(text()).toContain('There is no host with this id');
    expect(stopped).toBe(1);
  });
});
