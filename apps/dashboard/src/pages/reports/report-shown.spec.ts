import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import ReportShownPage from '../ReportShownPage.vue';

let wrapper: VueWrapper;
let router: Router;
let kinds: unknown[];

beforeEach(() => {
  kinds = [];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { variables } = JSON.parse(String(request?.body)) as { variables: { input: { kind: string } } };
    kinds.push(variables.input.kind);
    const head = { title: 'Fleet report', about: '', fromMs: 0, toMs: 1, madeAtMs: 2, timeZone: 'UTC' };
    return { status: 200, json: async () => ({ data: { report: { head, blocks: [], isCut: false } } }) } as Response;
  }) as typeof fetch;
});
afterEach(() => wrapper.unmount());

async function show(query: string): Promise<void> {
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  });
  await router.push(`/reports/show${query}`);
  wrapper = mount(ReportShownPage, { global: { plugins: [router] } });
  await flushPromises();
}

it('shows nothing in place of a report that its address does not know', async () => {
  await show('?kind=nope');
  expect(kinds).toEqual([]);
  expect(wrapper.text()).toContain('The address of this page cannot be read');
  expect(wrapper.text()).toContain('kind must be one of fleet, host, network');
  expect(wrapper.text()).not.toMatch(/Fleet report|Try again|PDF/);
  await router.push('/reports/show?kind=fleet');
  await flushPromises();
  expect(kinds).toEqual(['FLEET']);
  expect(wrapper.text()).toMatch(/Fleet report[^]*PDF/);
  expect(wrapper.text()).not.toContain('cannot be read');
  await router.push('/reports/show?kind=nope');
  await flushPromises();
  expect(wrapper.text()).toContain('cannot be read');
  expect(wrapper.text()).not.toContain('Fleet report');
});
