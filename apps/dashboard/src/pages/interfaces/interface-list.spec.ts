import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import InterfaceList from './InterfaceList.vue';

let wrapper: VueWrapper;
let classes: unknown[];

beforeEach(() => {
  classes = [];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { variables } = JSON.parse(String(request?.body)) as { variables: { filter: { classes?: unknown } | null } };
    classes.push(variables.filter?.classes);
    const interfaces = { nodes: [], totalCount: 0, pageInfo: { endCursor: null, hasNextPage: false } };
    return { status: 200, json: async () => ({ data: { interfaces } }) } as Response;
  }) as typeof fetch;
});
afterEach(() => wrapper.unmount());

async function show(address: string): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  });
  await router.push(address);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(InterfaceList, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await flushPromises();
}

describe('the list of interfaces', () => {
  it('leaves out what carries the same packets again, says so, and shows it where that is wanted', async () => {
    await show('/interfaces');
    expect(classes).toEqual([['UPLINK', 'BOND_MEMBER', 'VLAN', 'TUNNEL', 'CONTAINER', 'VIRTUAL']]);
    expect(wrapper.get('.repeats').text()).toMatch(/^Without bridges.*Show all$/s);
    await wrapper.get('.repeats button').trigger('click');
    await flushPromises();
    await flushPromises();
    expect(classes.at(-1)).toBeUndefined();
    expect(wrapper.get('.repeats').text()).toContain('Leave them out');
  });

  it.each(['text:veth12', 'interface:br-*', 'class:veth', 'address:10.0.0.0/8'])(
    'has all of them where %s is asked for',
    async (condition) => {
      await show(`/interfaces?f=${condition}`);
      expect(classes[0]).toEqual(condition === 'class:veth' ? ['VETH'] : undefined);
      expect(wrapper.find('.repeats').exists()).toBe(false);
    },
  );
});
