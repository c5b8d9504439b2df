import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { AccessState } from '../../api/index.js';
import { ACCESS_KEY, createAccess } from '../../composables/use-access.js';
import SetupPage from '../SetupPage.vue';
import SignInPage from '../SignInPage.vue';

const NOBODY: AccessState = { isSetUp: true, isAnonymousAllowed: false, oidc: null, me: null };
/** What `/auth/…` answers: a status, and problem details or a state. */
interface Told {
  readonly status: number;
  readonly body?: object;
  readonly retryAfter?: string;
}
let told: Record<string, Told>;
let sent: { path: string; body: unknown }[];
let wrapper: VueWrapper;
let router: Router;

beforeEach(() => {
  sent = [];
  told = {};
  globalThis.fetch = jest.fn(async (address: unknown, request?: RequestInit) => {
    const path = String(address);
    sent.push({ path, body: request?.body ? JSON.parse(String(request.body)) : null });
    const { status, body = {}, retryAfter } = told[path] ?? { status: 204 };
    const headers = new Headers(retryAfter ? { 'retry-after': retryAfter } : {});
    return { status, ok: status < 300, headers, json: async () => body } as Response;
  }) as typeof fetch;
});
afterEach(() => wrapper.unmount());

async function show(page: Component, address: string, state: Partial<AccessState> = {}): Promise<void> {
  told['/auth/state'] = { status: 200, body: { ...NOBODY, ...state } };
  const access = createAccess(() => undefined);
  await access.asked;
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(address);
  wrapper = mount(page, {
    attachTo: document.body,
    global: { plugins: [router], provide: { [ACCESS_KEY as symbol]: access } },
  });
  await flushPromises();
}

async function fill(...values: string[]): Promise<void> {
  const fields = wrapper.findAll('input');
  for (const [index, value] of values.entries()) await fields[index]?.setValue(value);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

const post = (path: string) => sent.find((each) => each.path === path)?.body;

describe('sign-in', () => {
  it('says that it was refused, and forgets the password', async () => {
    told['/auth/sign-in'] = { status: 401, body: { detail: 'the name or the password is wrong' } };
    await show(SignInPage, '/sign-in?to=/hosts');
    await fill(' ann ', 'wrong');
    expect(post('/auth/sign-in')).toEqual({ name: 'ann', password: 'wrong' });
    expect(wrapper.get('[role=alert]').text()).toContain('the name or the password is wrong');
    expect(wrapper.findAll('input').map(({ element }) => element.value)).toEqual([' ann ', '']);
  });

  it('says how long to wait after too many attempts', async () => {
    told['/auth/sign-in'] = { status: 429, retryAfter: '30' };
    await show(SignInPage, '/sign-in');
    await fill('ann', 'wrong');
    expect(wrapper.get('[role=alert]').text()).toContain('Too many attempts. Try again in 30 s.');
  });

  it('offers another service where there is one, and to come back from there', async () => {
    await show(SignInPage, '/sign-in?to=/hosts?range=1h', { oidc: { name: '<b>Us</b>' } });
    const link = wrapper.get('a');
    expect(link.text()).toBe('Sign in with <b>Us</b>');
    expect(link.attributes('href')).toBe('/auth/oidc/start?to=%2Fhosts%3Frange%3D1h');
    wrapper.unmount();
    await show(SignInPage, '/sign-in');
    expect(wrapper.find('a').exists()).toBe(false);
  });

  it('never comes back to another site', async () => {
    await show(SignInPage, '/sign-in?to=//elsewhere.example', { oidc: { name: 'Us' }, isAnonymousAllowed: true });
    expect(wrapper.findAll('a').map((link) => link.attributes('href'))).toEqual(['/auth/oidc/start?to=%2F', '/']);
  });

  it('says where to begin where nobody has an account', async () => {
    await show(SignInPage, '/sign-in', { isSetUp: false });
    expect(wrapper.find('form').exists()).toBe(false);
    expect(wrapper.text()).toContain('weir-aggregator setup-link');
  });
});

describe('set-up', () => {
  it('takes the token out of the address, and sends it with a name and a password', async () => {
    told['/auth/setup'] = { status: 400, body: { refusals: [{ field: 'password', reason: 'has 5 characters' }] } };
    await show(SetupPage, '/setup#t0ken');
    expect(router.currentRoute.value.fullPath).toBe('/setup');
    await fill('ann', 'short', 'short');
    expect(post('/auth/setup')).toEqual({ token: 't0ken', name: 'ann', password: 'short' });
    expect(wrapper.text()).toContain('Password has 5 characters.');
  });

  it('sends nothing while the password was not typed twice alike', async () => {
    await show(SetupPage, '/setup#t0ken');
    await fill('ann', 'long enough for it', 'other');
    expect(post('/auth/setup')).toBeUndefined();
    expect(wrapper.text()).toContain('Password again is not the same.');
  });

  it('says what is wrong with a link that is used up, or not whole', async () => {
    const refusals = [
      { field: 'token', reason: 'is of no link that holds: `weir-aggregator setup-link` prints a new one' },
    ];
    told['/auth/setup'] = { status: 403, body: { detail: 'The form was not taken', refusals } };
    await show(SetupPage, '/setup#used');
    await fill('ann', 'long enough for it', 'long enough for it');
    expect(wrapper.get('[role=alert]').text()).toContain(
      'token is of no link that holds: `weir-aggregator setup-link` prints a new one.',
    );
    wrapper.unmount();
    await show(SetupPage, '/setup');
    expect(wrapper.text()).toContain('The link is not whole');
  });
});
