import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { Me, SearchHit } from '../../api/index.js';
import { ACCESS_KEY, accessFor } from '../../composables/use-access.js';
import { understandViews } from '../../composables/use-views.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import AppShell from './AppShell.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const hit = (kind: SearchHit['kind'], id: string, name = id): SearchHit => ({
  kind,
  id,
  name,
  where: 'on web-3',
  field: 'NAME',
  value: name,
  gone: false,
});

let wrapper: VueWrapper;
let router: Router;
let hits: SearchHit[];

beforeEach(async () => {
  localStorage.clear();
  hits = [];
  globalThis.matchMedia ??= (() => ({ matches: false, addEventListener: () => undefined })) as never;
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  } as never;
  Element.prototype.scrollIntoView ??= () => undefined;
  globalThis.fetch = jest.fn(
    async () => ({ status: 200, json: async () => ({ data: { search: hits } }) }) as Response,
  ) as typeof fetch;
  const blank = { render: () => null };
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: blank }] });
  await router.push('/containers?range=1h&tab=x');
  show();
});

function show(me?: Me): void {
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(AppShell, {
    attachTo: document.body,
    props: { theme: 'dark' },
    slots: { default: '<p>page</p>' },
    global: {
      plugins: [router],
      provide: { [LIVE_KEY as symbol]: live, ...(me && { [ACCESS_KEY as symbol]: accessFor(me) }) },
    },
  });
}

afterEach(() => wrapper.unmount());

async function wait(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  await flushPromises();
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await flushPromises();
}

const query = (): Record<string, unknown> => router.currentRoute.value.query;
const filterField = () => wrapper.get<HTMLInputElement>('[role=combobox]');
const dialog = (): Element | null => document.querySelector('[role=dialog]');

describe('the filter', () => {
  it('takes a text letter by letter, and a condition with Enter', async () => {
    await filterField().setValue('sho');
    await flushPromises();
    expect(query()).toEqual({ range: '1h', tab: 'x', f: 'text:sho' });
    await filterField().setValue('host:web-*');
    await filterField().trigger('keydown', { key: 'Enter' });
    await flushPromises();
    expect(query()['f']).toBe('host:web-*');
    await wrapper.get('[aria-label="Take away the filter host like web-*"]').trigger('click');
    await flushPromises();
    expect(query()['f']).toBeUndefined();
  });

  it('offers what is found, as text, and makes a condition of what is chosen', async () => {
    hits = [hit('NETWORK', 'shop'), hit('CONTAINER', 'id', HOSTILE)];
    await filterField().setValue('im');
    await wait();
    expect(wrapper.findAll('[role=option]').map((option) => option.text())[1]).toContain(HOSTILE);
    expect(wrapper.find('img').exists()).toBe(false);
    await filterField().trigger('keydown', { key: 'ArrowDown' });
    await filterField().trigger('keydown', { key: 'Enter' });
    await flushPromises();
    expect(query()['f']).toBe('network:shop');
  });
});

describe('keys', () => {
  it('go to pages, and take the time and the filter along', async () => {
    await press('g');
    await press('h');
    expect(router.currentRoute.value.fullPath).toBe('/hosts?range=1h');
  });

  it('pause what moves, and go on with it', async () => {
    await press('p');
    expect(query()['range']).toMatch(/^\d{13}-\d{13}$/);
    await press('p');
    expect(query()['range']).toBe('1h');
  });

  it('do nothing while somebody types', async () => {
    filterField().element.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', bubbles: true }));
    await flushPromises();
    expect(query()['range']).toBe('1h');
  });

  it('can be switched off, but for search', async () => {
    await press('?');
    const box = document.querySelector<HTMLInputElement>('[role=dialog] input[type=checkbox]');
    box?.click();
    await flushPromises();
    await press('p');
    expect(query()['range']).toBe('1h');
    expect(localStorage.getItem('weir.keys')).toBe('false');
  });
});

describe('search', () => {
  it('opens with Ctrl-K, finds, and goes to what is chosen', async () => {
    hits = [hit('SERVICE', 'shop/web'), hit('HOST', 'uuid', HOSTILE)];
    await press('k', { ctrlKey: true });
    const field = dialog()?.querySelector('input');
    expect(dialog()?.textContent).toContain('Containers');
    if (field) field.value = 'we';
    field?.dispatchEvent(new Event('input'));
    await wait();
    expect(dialog()?.textContent).toContain(HOSTILE);
    expect(dialog()?.querySelector('img')).toBeNull();
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/workloads/service/shop%2Fweb?range=1h');
    expect(JSON.parse(localStorage.getItem('weir.recent') ?? '[]')).toMatchObject([{ id: 'shop/web' }]);
  });
});

describe('pages within pages', () => {
  it('are found by search, and leave the rail as short as it is', async () => {
    expect(wrapper.get('nav').text()).not.toContain('95th percentile');
    await press('k', { ctrlKey: true });
    const field = dialog()?.querySelector('input');
    if (field) field.value = '95';
    field?.dispatchEvent(new Event('input'));
    await wait();
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/volume/percentile?range=1h');
  });
});

describe('the frame around a page', () => {
  it('tells the aggregator how long the page and its frames took', () => {
    wrapper.unmount();
    jest.useFakeTimers();
    show();
    jest.advanceTimersByTime(31_000);
    jest.useRealTimers();
    const [address, request] = jest.mocked(globalThis.fetch).mock.calls.at(-1) ?? [];
    expect(address).toBe('/api/v1/dashboard/timings');
    expect(JSON.parse(String(request?.body))).toMatchObject({ measures: [{ kind: 'load' }, { kind: 'frame' }] });
  });
});

describe('who is here', () => {
  const ann: Me = {
    ...{ name: HOSTILE, kind: 'SESSION', role: 'VIEWER', scope: null, accountId: 'a', hasPassword: true },
  };
  const as = async (me: Me): Promise<string> => {
    wrapper.unmount();
    show(me);
    await wrapper.get('[aria-label=Menu]').trigger('keydown', { key: 'Enter' });
    await flushPromises();
    return document.querySelector('[role=menu]')?.textContent ?? '';
  };
  const rail = (): string => wrapper.get('nav').text();

  it('is told by name and role, as text, and may sign out', async () => {
    const menu = await as(ann);
    expect(menu).toContain(`${HOSTILE} viewer`);
    expect(menu).toContain('Sign out');
    expect(document.querySelector('img')).toBeNull();
    expect(wrapper.text()).not.toContain('Sign in');
  });

  it('is offered the pages of the role', async () => {
    await as(ann);
    expect([rail().includes('Settings'), /Users|Audit log|Enrolment/.test(rail())]).toEqual([true, false]);
    await as({ ...ann, role: 'ADMIN' });
    expect(rail()).toMatch(/System.*Settings.*Enrolment.*Users.*Audit log/s);
  });

  it('may sign in where that is nobody, and come back', async () => {
    const menu = await as({ ...ann, kind: 'ANONYMOUS', name: 'anonymous' });
    expect(menu).not.toContain('Sign out');
    expect(wrapper.get('a.sign-in').attributes('href')).toBe('/sign-in?to=%2Fcontainers%3Frange%3D1h%26tab%3Dx');
  });

  it('cannot sign out of being at this machine', async () => {
    const menu = await as({ ...ann, kind: 'LOCAL', name: 'local', role: 'ADMIN' });
    expect([menu.includes('local admin'), menu.includes('Sign out')]).toEqual([true, false]);
  });
});

describe('the wall display', () => {
  it('shows the page alone, until Escape', async () => {
    await router.push('/?kiosk=1');
    await flushPromises();
    expect(wrapper.find('nav').exists()).toBe(false);
    expect(wrapper.text()).toContain('page');
    await press('Escape');
    expect(wrapper.find('nav').exists()).toBe(true);
  });
});

describe('saved views', () => {
  it('are only such as lead to pages of this site', () => {
    const good = { name: 'a', address: '/hosts?range=1h' };
    const bad = [{ name: 'b', address: 'https://example' }, { name: 'c', address: '//example' }, { name: 1 }, null];
    expect(understandViews([good, ...bad])).toEqual([good]);
    expect(understandViews('x')).toBeNull();
  });
});
