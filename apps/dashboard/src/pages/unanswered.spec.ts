import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../composables/use-live.js';
import AuditPage from './AuditPage.vue';
import CapacityPage from './CapacityPage.vue';
import ChannelsPage from './ChannelsPage.vue';
import CollectionPage from './CollectionPage.vue';
import ContainersPage from './ContainersPage.vue';
import EnrolmentPage from './EnrolmentPage.vue';
import ErrorsPage from './ErrorsPage.vue';
import HistoryPage from './HistoryPage.vue';
import InterfacesPage from './InterfacesPage.vue';
import LatencyPage from './LatencyPage.vue';
import PatternsPage from './PatternsPage.vue';
import ProtocolsPage from './ProtocolsPage.vue';
import ReportShownPage from './ReportShownPage.vue';
import ReportsPage from './ReportsPage.vue';
import SessionsPage from './SessionsPage.vue';
import StoragePage from './StoragePage.vue';
import SystemPage from './SystemPage.vue';
import TimelinePage from './TimelinePage.vue';
import TokensPage from './TokensPage.vue';
import UsersPage from './UsersPage.vue';
import VolumePage from './VolumePage.vue';

const REMEDY = 'It is asked again by itself. Check that weir is running.';
const PAGES: [name: string, page: Component, query: string][] = [
  ['capacity', CapacityPage, ''],
  ['channels', ChannelsPage, ''],
  ['containers', ContainersPage, ''],
  ['shares of containers', ContainersPage, '?view=charts'],
  ['errors', ErrorsPage, ''],
  ['history', HistoryPage, ''],
  ['interfaces', InterfacesPage, ''],
  ['heat of interfaces', InterfacesPage, '?view=charts'],
  ['latency', LatencyPage, ''],
  ['patterns', PatternsPage, ''],
  ['protocols', ProtocolsPage, ''],
  ['what happened', TimelinePage, ''],
  ['hosts that joined', EnrolmentPage, ''],
  ['users', UsersPage, ''],
  ['tokens', TokensPage, ''],
  ['sessions', SessionsPage, ''],
  ['what was done', AuditPage, ''],
  ['weir itself', SystemPage, ''],
  ['what is stored', StoragePage, ''],
  ['what is measured', CollectionPage, ''],
  ['quotas', VolumePage, ''],
  ['reports', ReportsPage, ''],
  ['a report', ReportShownPage, '?kind=talkers'],
];
let wrapper: VueWrapper;
let fails: (reason: Error) => void;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const gone = new Promise<never>((_resolve, reject) => (fails = reject));
  globalThis.fetch = jest.fn(() => gone) as typeof fetch;
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

async function show(page: Component, query: string): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(`/${query}`);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(page, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await flushPromises();
}

describe.each(PAGES)('the page of %s', (_name, page, query) => {
  it('claims nothing until it is answered, and says what to do where it is not', async () => {
    await show(page, query);
    expect(wrapper.text()).toMatch(/Asking/);
    expect(wrapper.text()).not.toMatch(/No |Nobody|Nothing|\b0\b/);
    fails(new TypeError('fetch failed'));
    await flushPromises();
    expect(wrapper.text()).toContain('The aggregator cannot be reached');
    expect(wrapper.text()).toContain(REMEDY);
    expect(wrapper.text()).not.toMatch(/Asking|No |Nobody|Nothing|\b0\b/);
  });
});
