import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { Me } from '../../api/index.js';
import { ACCESS_KEY, accessFor } from '../../composables/use-access.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import { formatDateTime } from '../../format/time.js';
import { DEVICE_ZONE, setZone } from '../../format/zone.js';
import CollectionPage from '../CollectionPage.vue';
import GeneralPage from '../GeneralPage.vue';
import StoragePage from '../StoragePage.vue';
import SystemPage from '../SystemPage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NOW = new Date().toISOString();
const ADMIN: Me = { name: 'ann', kind: 'SESSION', role: 'ADMIN', scope: null, accountId: 'a', hasPassword: true };
const OF_SOME: Me = { ...ADMIN, role: 'OPERATOR', scope: { hosts: ['web-*'], labels: [] } };
const long = new Date(Date.now() - 40 * 86_400_000).toISOString();
const host = {
  ...{
    id: 'h',
    name: HOSTILE,
    state: 'ALIVE',
    lastSeen: NOW,
    agentVersion: HOSTILE,
    firstSeen: long,
    intervalMilliseconds: 1_000,
  },
  ...{ failingCollectors: [HOSTILE], clockOffsetMilliseconds: 0, docker: 'CONNECTED', kubernetes: 'ABSENT' },
};
const hosts = { totalCount: 1, nodes: [host], pageInfo: { endCursor: null, hasNextPage: false } };
const trouble = {
  hostId: 'h',
  hostName: HOSTILE,
  kind: 'FAILING',
  text: `What fails: ${HOSTILE}.`,
  remedy: 'See its log.',
};
const system = {
  ...{ at: NOW, state: 'WARN' },
  parts: [{ name: 'AGENTS', state: 'WARN', text: HOSTILE, remedy: 'Each is listed below.' }],
  agents: {
    ...{ total: 2, silent: 0, failing: 2, versions: [{ version: null, hosts: 2 }], troubleCount: 102 },
    troubles: [trouble, { ...trouble, hostId: 'g', hostName: 'web-2' }],
  },
  refused: {
    ...{ kept: 2, reasons: [{ reason: HOSTILE, count: 2, newestAt: NOW }] },
    newest: [{ at: NOW, reason: HOSTILE, hostId: null, hostName: null }],
  },
  processes: [
    {
      ...{ id: 'p', host: HOSTILE, pid: 7, version: '0.1.0', roles: ['ingest'], startedAt: NOW, memoryBytes: 1e8 },
      ...{ silentMilliseconds: 60_000, partitions: null, rowsPerSecond: 12.4 },
      ...{ lagSeconds: 0.25, refused: 3 },
    },
  ],
};
const stored = {
  ...{ kind: 'TRAFFIC', resolution: 'RAW', keepSeconds: 172_800, defaultKeepSeconds: 172_800, wholeSince: NOW },
  ...{ bytes: 1e9, growthBytesPerDay: 1e6, tables: [{ name: 'traffic', bytes: 1e9 }] },
};
const storage = {
  ...{ edition: 'none', databaseBytes: 2e9, growthBytesPerDay: 1e6, diskFreeBytes: null, otherBytes: 1e6 },
  ...{ diskUnknown: 'The database runs on another machine.', stored: [stored] },
};
const collection = [
  {
    ...{ intervalMilliseconds: 1_000, collectorsOff: [], excludedInterfaces: [HOSTILE], excludedContainers: [] },
    ...{ missing: [HOSTILE], platform: 'linux', hostCount: 60, hosts: [{ id: 'h', name: HOSTILE }] },
  },
];
const TOLD = { system, hosts, storage, collection, setRetention: { databaseBytes: 1 } };
let sent: { query: string; variables: Record<string, unknown> }[];
let wrapper: VueWrapper;

beforeEach(() => {
  sent = [];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    sent.push(JSON.parse(String(request?.body)));
    return { status: 200, json: async () => ({ data: TOLD }) } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  wrapper.unmount();
  setZone(DEVICE_ZONE);
});

async function show(page: Component, me: Me = ADMIN): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/');
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const provide = { [LIVE_KEY as symbol]: live, [ACCESS_KEY as symbol]: accessFor(me) };
  wrapper = mount(page, { attachTo: document.body, global: { plugins: [router], provide } });
  await flushPromises();
}

const asked = (name: string): boolean => sent.some(({ query }) => query.includes(name));
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('[role=dialog]')!;
const submit = async (): Promise<void> => {
  dialog()
    .querySelector('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
};

describe('the page of weir itself', () => {
  it('tells each part, each trouble once with its hosts, processes and what was refused, names as text', async () => {
    await show(SystemPage);
    const text = wrapper.text();
    for (const words of [
      'To be looked at: agents.',
      'Each is listed below.',
      'See its log.',
      '100 more are not listed',
    ])
      expect(text).toContain(words);
    expect(wrapper.findAll('.trouble').map((each) => each.findAll('a').length)).toEqual([2]);
    expect(text).toMatch(/silent for 1 min.*stores 12 rows a second, 250 ms after they came, refused 3 messages/s);
    expect(text).toMatch(/2 times, last .*of no host that is known/s);
    expect([text.includes(HOSTILE), document.querySelector('img')]).toEqual([true, null]);
  });

  it('shows who sees some hosts alone their agents, and asks for nothing else', async () => {
    await show(SystemPage, OF_SOME);
    expect([asked('system {'), asked('hosts(')]).toEqual([false, true]);
    expect(wrapper.text()).toContain('you see some of them');
    expect(wrapper.text()).not.toContain('Asking');
  });
});

describe('the page of what is measured', () => {
  it('has the hosts of a group with what they were told, names as text', async () => {
    await show(CollectionPage);
    expect(wrapper.text()).toMatch(/60 hosts on Linux.*WEIR_EXCLUDE_INTERFACES=<img.*and 59 more/s);
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('the page of storage', () => {
  it('asks twice before it drops anything', async () => {
    await show(StoragePage);
    await wrapper.get('[data-row="TRAFFIC RAW"] button').trigger('click');
    const amount = dialog().querySelector<HTMLInputElement>('input[type=number]')!;
    amount.value = '1';
    amount.dispatchEvent(new Event('input'));
    await flushPromises();
    expect(dialog().textContent).toMatch(/What is older than 24 hours.*for good/);
    await submit();
    expect(asked('mutation')).toBe(false);
    expect(dialog().textContent).toContain('This cannot be taken back');
    await submit();
    expect(sent.find(({ query }) => query.includes('mutation'))?.variables).toEqual({
      input: { kind: 'TRAFFIC', resolution: 'RAW', keepSeconds: 86_400 },
    });
  });

  it('lets nobody but an admin change it, and asks for nothing that is not for who looks', async () => {
    await show(StoragePage, { ...ADMIN, role: 'VIEWER' });
    expect(wrapper.text()).toMatch(/needs the role admin.*Traffic as measured/s);
    expect(wrapper.find('[data-row] button').exists()).toBe(false);
    wrapper.unmount();
    sent = [];
    await show(StoragePage, OF_SOME);
    expect(asked('storage')).toBe(false);
  });
});

describe('the page of what one likes', () => {
  const choose = (label: string): Promise<void> =>
    wrapper
      .findAll('label')
      .find((each) => each.text() === label)!
      .get('input')
      .setValue(true);

  it('has every time told by the clocks of another zone, and stays with the last that there is', async () => {
    await show(GeneralPage);
    await choose('Another zone');
    const field = wrapper.get('input.field');
    await field.setValue('Asia/Kolkata');
    expect(formatDateTime(Date.parse('2026-11-21T23:30:00Z'))).toBe('2026-11-22 05:00:00');
    await field.setValue('Asia/Atlantis');
    expect(wrapper.text()).toContain('There is no zone of that name');
    expect(formatDateTime(Date.parse('2026-11-21T23:30:00Z'))).toBe('2026-11-22 05:00:00');
    await choose('UTC');
    expect(formatDateTime(Date.parse('2026-11-21T23:30:00Z'))).toBe('2026-11-21 23:30:00');
    expect(localStorage.getItem('weir.zone')).toBe('"UTC"');
    await choose('The device');
  });

  it('keeps the unit on the device', async () => {
    await show(GeneralPage);
    expect(wrapper.text()).toContain('100 Mbit/s');
    await choose('Bytes (B/s)');
    expect(wrapper.text()).toContain('12.5 MB/s');
    expect(localStorage.getItem('weir.unit')).toBe('"bytes"');
    await choose('Bits (bit/s)');
  });
});
