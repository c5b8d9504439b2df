import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { TimelineEntry } from '../../api/operations/timeline.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import TimelinePage from '../TimelinePage.vue';
import { figuresOf } from './before-after.js';
import { comparedBy, daysOf, kindWords, moreOf, subjectOf } from './words.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NOW = new Date(2026, 10, 22, 12).getTime();
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
const entry = (more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...{ id: 'e', kind: 'CHANGE', at: ago(1), until: null, text: 'MTU of eth0: 1500 → 9000', what: 'interface.mtu' },
  ...{ subject: 'host/eth0', hostId: 'h', hostName: 'web-3', severity: null, author: null, deploy: null },
  ...more,
});
const deploy = { service: 'shop/web', image: 'web:2', imageBefore: 'web:1', containerCount: 3, hostIds: ['h', 'i'] };

describe('an entry of the timeline', () => {
  it('is called by what it is', () => {
    expect(kindWords(entry())).toBe('Change · interface.mtu');
    expect(kindWords(entry({ kind: 'DEPLOY', what: null, deploy }))).toBe('Deploy');
    expect(kindWords(entry({ kind: 'ANNOTATION', what: null, author: 'Ada' }))).toBe('Note by Ada');
  });

  it('leads to its pattern, or to what else its rule told, now or before', () => {
    expect(moreOf(entry({ kind: 'PATTERN' }))?.to).toBe('/patterns/e');
    const alert = entry({ kind: 'ALERT', what: 'link-full' });
    expect(moreOf(alert)?.query).toEqual({ rule: 'link-full' });
    expect(moreOf({ ...alert, until: ago(0) })?.query).toEqual({ rule: 'link-full', view: 'history' });
    expect(moreOf(entry())).toBeNull();
  });

  it('stands under its day', () => {
    const days = daysOf([entry(), entry({ at: ago(24 * 60) }), entry({ at: ago(72 * 60) })], NOW);
    expect(days.map(({ label, entries }) => [label, entries.length])).toEqual([
      ['Today', 1],
      ['Yesterday', 1],
      ['Thursday, 2026-11-19', 1],
    ]);
  });

  it('is compared by what it is of: service, workload, container, interface, else host', () => {
    expect(comparedBy(entry({ deploy }))).toEqual({ service: { eq: 'shop/web' } });
    const workload = { ...deploy, service: 'prod/Deployment/cart' };
    expect(comparedBy(entry({ deploy: workload }))).toMatchObject({ workload: { eq: 'prod/Deployment/cart' } });
    expect(subjectOf(entry({ deploy: workload }))).toMatchObject({ kind: 'workload' });
    expect(comparedBy(entry({ what: 'container.started', subject: 'c' }))).toEqual({
      hosts: ['h'],
      container: { eq: 'c' },
    });
    expect(comparedBy(entry())).toMatchObject({ hosts: ['h'], interface: { eq: 'eth0' } });
    expect(comparedBy(entry())?.classes).not.toContain('CONTAINER');
    expect(comparedBy(entry({ what: 'host.rebooted', subject: 'h' }))).toEqual({ hosts: ['h'] });
    expect(comparedBy(entry({ hostId: null }))).toBeNull();
  });
});

describe('before and after', () => {
  const stretch = {
    ...{ from: ago(31), to: ago(1), rxBytesPerSecond: 100, txBytesPerSecond: null, rxPacketsPerSecond: 1 },
    ...{
      txPacketsPerSecond: 1,
      rxErrorsPerSecond: 0,
      txErrorsPerSecond: 0,
      rxDroppedPerSecond: 0,
      txDroppedPerSecond: 0,
    },
  };

  it('has both ways of everything; errors and drops where there were any', () => {
    const after = { ...stretch, rxBytesPerSecond: 300, txDroppedPerSecond: 2 };
    const figures = figuresOf({ before: stretch, after, ratio: 3, sentence: '' }, 'bits');
    expect(figures.map(({ label }) => label)).toEqual([
      ...['Traffic in', 'Traffic out', 'Packets in', 'Packets out', 'Drops out'],
    ]);
    expect(figures[0]?.difference).toEqual({ before: 100, after: 300, change: 200, share: 2 });
    expect(figures[1]?.difference.change).toBeNull();
  });
});

describe('the page of the timeline', () => {
  let wrapper: VueWrapper;
  let router: Router;
  let asked: { name: string; variables: Record<string, unknown> }[];

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    asked = [];
    const nodes = [
      entry({ text: HOSTILE }),
      entry({ id: 'n', kind: 'ANNOTATION', text: 'Switch replaced', what: null }),
    ];
    const answers: Record<string, object> = {
      Timeline: { timeline: { nodes, pageInfo: { endCursor: null, hasNextPage: false } } },
      BeforeAndAfter: { beforeAndAfter: { before: {}, after: {}, ratio: null, sentence: 'Nothing is known.' } },
      DeleteAnnotation: { deleteAnnotation: true },
    };
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      const { query, variables } = JSON.parse(String(request?.body)) as { query: string; variables: object };
      const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      asked.push({ name, variables: variables as Record<string, unknown> });
      return { status: 200, json: async () => ({ data: answers[name] }) } as Response;
    }) as typeof fetch;
  });

  afterEach(() => {
    wrapper.unmount();
    jest.useRealTimers();
  });

  async function show(address: string): Promise<void> {
    const blank = { render: () => null };
    router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: blank }] });
    await router.push(address);
    const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
    const hosts = { ...live, now: () => NOW + 600_000 };
    wrapper = mount(TimelinePage, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: hosts } } });
    await flushPromises();
  }

  it('shows what happened as text, of the kinds that the address names', async () => {
    await show('/timeline?kinds=deploy,alert,nonsense');
    expect(asked[0]?.variables['kinds']).toEqual(['DEPLOY', 'ALERT']);
    expect(wrapper.text()).toContain(HOSTILE);
    expect(wrapper.find('img').exists()).toBe(false);
    await wrapper.get('.kinds button[aria-pressed=true]').trigger('click');
    await flushPromises();
    expect(router.currentRoute.value.query['kinds']).toBe('alert');
  });

  it('opens the figures before and after by its link', async () => {
    await show('/timeline?open=e');
    expect(asked.at(-1)).toMatchObject({
      name: 'BeforeAndAfter',
      variables: { at: ago(1), minutes: 30, filter: { hosts: ['h'], interface: { eq: 'eth0' } } },
    });
    await flushPromises();
    expect(wrapper.text()).toContain('Nothing is known.');
    const [from, to] = [NOW - 3_660_000, NOW + 600_000];
    expect(wrapper.get('.before-after a').attributes('href')).toContain(`range=${from}-${to}`);
  });

  it('says what each button is about', async () => {
    await show('/timeline');
    const [before, away] = wrapper.findAll('.acts button').map((button) => button.text());
    expect(before).toContain(HOSTILE);
    expect(away).toBe('Take away Switch replaced');
  });
});
