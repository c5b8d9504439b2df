import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, h, ref } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { useTimings } from './use-timings.js';

const START = Date.parse('2026-11-21T12:00:00Z');
interface Told {
  readonly kind: string;
  readonly page: string;
  readonly milliseconds: number;
}

let wrapper: VueWrapper;
let router: Router;
let told: Told[];
const isBusy = ref(true);

beforeEach(async () => {
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  told = [];
  isBusy.value = true;
  globalThis.fetch = jest.fn(async (address: unknown, request?: RequestInit) => {
    expect([address, request?.method]).toEqual(['/api/v1/dashboard/timings', 'POST']);
    told.push(...(JSON.parse(String(request?.body)) as { measures: Told[] }).measures);
    return { status: 204 } as Response;
  }) as typeof fetch;
  const blank = { render: () => null };
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'overview', component: blank },
      { path: '/hosts', name: 'hosts', component: blank },
    ],
  });
  await router.push('/');
  const Shell = defineComponent(() => {
    useTimings(router, () => document.querySelector('main'));
    return () => h('main', [h('div', { 'aria-busy': String(isBusy.value) })]);
  });
  wrapper = mount(Shell, { attachTo: document.body, global: { plugins: [router] } });
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

/** Lets time pass, then has the page settle, or wait anew. */
async function after(ms: number, busy: boolean): Promise<void> {
  jest.advanceTimersByTime(ms);
  isBusy.value = busy;
  await wrapper.vm.$nextTick();
  jest.advanceTimersByTime(100);
}

const of = (kind: string): Told[] => told.filter((one) => one.kind === kind);

describe('the times that a page tells', () => {
  it('are those of its first figures: at the start, and of the pages after it', async () => {
    await after(400, false);
    isBusy.value = true;
    await wrapper.vm.$nextTick();
    const before = performance.now();
    await router.push('/hosts');
    await after(200, false);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(31_000);
    expect(of('load').map(({ page }) => page)).toEqual(['overview']);
    expect(of('load')[0]?.milliseconds).toBeGreaterThanOrEqual(400);
    expect(of('page').map(({ page }) => page)).toEqual(['hosts']);
    expect(of('page')[0]?.milliseconds).toBeGreaterThanOrEqual(200);
    expect(of('page')[0]?.milliseconds).toBeLessThanOrEqual(performance.now() - before);
  });

  it('are told at once when the page is left', async () => {
    await after(400, false);
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    try {
      document.dispatchEvent(new Event('visibilitychange'));
    } finally {
      Reflect.deleteProperty(document, 'hidden');
    }
    expect(of('load')).toHaveLength(1);
  });

  it('are not told of a page that is still asking', async () => {
    await after(25_000, true);
    isBusy.value = false;
    jest.advanceTimersByTime(31_000);
    expect(of('load')).toEqual([]);
  });

  it('are those of some frames, twice a minute, and of none once the page is closed', async () => {
    await after(10, false);
    jest.advanceTimersByTime(62_000);
    expect(of('frame').map(({ page }) => page)).toContain('overview');
    expect(of('frame').every(({ milliseconds }) => milliseconds > 0)).toBe(true);
    const before = told.length;
    wrapper.unmount();
    jest.advanceTimersByTime(120_000);
    expect(told).toHaveLength(before);
  });
});
