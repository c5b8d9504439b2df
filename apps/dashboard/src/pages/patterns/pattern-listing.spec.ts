import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import PatternListing from './PatternListing.vue';

/** A page of the list has 200. */
let total: number;
let wrapper: VueWrapper;

const listed = (): number => jest.mocked(fetch).mock.calls.length;

function pageFrom(after: string | null, counted: boolean): object {
  const start = Number(after ?? 0);
  const end = Math.min(total, start + 200);
  const entity = { kind: 'HOST', id: 'h', name: 'web-3', hostId: 'h', hostName: 'web-3' };
  const nodes = Array.from({ length: end - start }, (_, index) => ({
    ...{ id: String(start + index), class: 'BURST', category: 'VOLUME', entity, seenOn: [], repeats: 0, strength: 0.5 },
    ...{ startedAt: '2026-11-20T10:00:00Z', endedAt: '2026-11-20T10:05:00Z', feedback: null, sentence: 'It burst.' },
  }));
  return {
    nodes,
    pageInfo: { endCursor: String(end), hasNextPage: end < total },
    ...(counted && { totalCount: total }),
  };
}

async function show(hour: number | null): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }],
  });
  await router.push('/');
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const question = { filter: null, categories: null, classes: null, state: null, minStrength: null, sort: 'STARTED' };
  const props = { question, now: Date.now(), counts: new Map(), analysis: null, isNarrowed: true, during: 'lately' };
  wrapper = mount(PatternListing, {
    props: { ...props, hour: null } as never,
    global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live }, stubs: { PatternGroups: true } },
  });
  await flushPromises();
  await wrapper.setProps({ hour } as never);
  for (let turn = 0; turn < 60; turn += 1) await flushPromises();
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { variables } = JSON.parse(String(request?.body)) as {
      variables: { after: string | null; counted: boolean };
    };
    const patterns = pageFrom(variables.after, variables.counted);
    return { status: 200, json: async () => ({ data: { patterns } }) } as Response;
  }) as typeof fetch;
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

describe('what began in one hour of the week', () => {
  /** One in which nothing began. */
  const HOUR = 0;

  it('is picked out of all that there is', async () => {
    total = 450;
    await show(HOUR);
    expect(listed()).toBe(3);
    expect(wrapper.text()).toContain('Nothing of what is chosen was found');
    expect(wrapper.text()).not.toContain('Only the first');
  });

  it('is looked for among the first 2,000, which is said', async () => {
    total = 100_000;
    await show(HOUR);
    expect(listed()).toBe(10);
    expect(wrapper.text()).toContain('Only the first 2,000 of 100,000 were looked through');
    expect(wrapper.text()).toContain('Nothing of what is chosen was found');
  });

  it('is not asked for where no hour is chosen', async () => {
    total = 450;
    await show(null);
    expect(listed()).toBe(1);
    expect(wrapper.text()).toContain('Show more of 450');
  });
});
