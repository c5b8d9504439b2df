import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { setZone } from '../../format/zone.js';
import SavedList from './SavedList.vue';

const AT = '2026-11-22T17:05:00.000Z';
const delivery = { id: 'd', channel: 'mail', state: 'GIVEN_UP', sentAt: null, failedReason: 'is refused' };
const report = {
  ...{ id: 'r', name: 'Each week', isEnabled: true, madeBy: 'ada', nextAt: null, faults: [] },
  input: { kind: 'FLEET', host: null, name: null, range: 'LAST_WEEK', from: null, to: null },
  schedule: { cron: '0 6 * * 1', timeZone: 'UTC', formats: ['PDF'], channels: ['mail'] },
  lastJob: { id: 'j', state: 'DONE', finishedAt: AT, nextTryAt: null, deliveries: [delivery] },
};
let wrapper: VueWrapper;

beforeEach(() => {
  setZone('UTC');
  const answer = { status: 200, json: async () => ({ data: { reports: [report] } }) } as Response;
  globalThis.fetch = jest.fn(async () => answer) as typeof fetch;
});
afterEach(() => wrapper.unmount());

it('does not call done what was made and reached nobody', async () => {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  wrapper = mount(SavedList, {
    global: { plugins: [createRouter({ history: createMemoryHistory(), routes })] },
  });
  await flushPromises();
  expect(wrapper.get('.last').text()).toBe('Made at 2026-11-22 17:05, but not delivered to mail');
  expect(wrapper.get('.last .dot').classes()).toContain('bad');
});
