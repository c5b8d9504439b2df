import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import AlertsPage from '../AlertsPage.vue';

const none = { totalCount: 0, nodes: [], pageInfo: { endCursor: null, hasNextPage: false } };
const incident = {
  ...{ id: 'i', openedAt: '2026-11-22T11:00:00Z', resolvedAt: null, severity: 'CRITICAL', title: 'Link full' },
  ...{ alertCount: 0, alerts: [], deliveries: [] },
};
const answers: Record<string, object> = {
  IncidentList: { incidents: none },
  IncidentDetail: { incident },
  RuleNames: { alertRules: [] },
};
let wrapper: VueWrapper;

beforeEach(() => {
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { query } = JSON.parse(String(request?.body)) as { query: string };
    const name = /query (\w+)/.exec(query)?.[1] ?? '';
    return { status: 200, json: async () => ({ data: answers[name] }) } as Response;
  }) as typeof fetch;
});

afterEach(() => wrapper.unmount());

async function show(address: string): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(address);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const global = { plugins: [router], provide: { [LIVE_KEY as symbol]: live } };
  wrapper = mount(AlertsPage, { global, attachTo: document.body });
  await flushPromises();
}

it('are told to be none, whatever rule and condition are chosen: they go by neither', async () => {
  await show('/alerts?view=incidents&rule=link-full&f=host:web-1');
  expect(wrapper.text()).toContain('No alert became an incident');
});

it.each(['f=text:web', 'severity=critical'])('are hidden by %s, and the way to see more is told', async (chosen) => {
  await show(`/alerts?view=incidents&${chosen}`);
  expect(wrapper.text()).toContain('Take the text of the filter away, or choose every severity.');
});

it('are gone to when they are opened', async () => {
  await show('/alerts?view=incidents&incident=i');
  expect(document.activeElement?.textContent).toBe('Link full');
});
