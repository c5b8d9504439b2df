import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { Me } from '../../api/index.js';
import { ACCESS_KEY, accessFor } from '../../composables/use-access.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import AccountPage from '../AccountPage.vue';
import AuditPage from '../AuditPage.vue';
import EnrolmentPage from '../EnrolmentPage.vue';
import SessionsPage from '../SessionsPage.vue';
import TokensPage from '../TokensPage.vue';
import UsersPage from '../UsersPage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const SECRET = `weir_${'a'.repeat(43)}`;
const at = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();
const ME: Me = { name: 'ann', kind: 'SESSION', role: 'ADMIN', scope: null, accountId: 'a', hasPassword: true };
const user = {
  ...{ id: 'u', name: HOSTILE, role: 'VIEWER', scope: { hosts: [HOSTILE], labels: [] }, isDisabled: true },
  ...{ signsInBy: 'PASSWORD', createdAt: at(-90), lastSeenAt: null },
};
const token = {
  ...{ id: 't', name: HOSTILE, ownerName: HOSTILE, role: 'VIEWER', scope: null, createdAt: at(-90), lastUsedAt: null },
  expiresAt: at(-1),
};
const session = {
  ...{ id: 's', userName: HOSTILE, createdAt: at(-90), lastSeenAt: at(-5), expiresAt: at(900), address: '10.0.0.7' },
  ...{ browser: HOSTILE, isThis: true },
};
const entry = {
  ...{ id: 'e', at: at(-9), actor: HOSTILE, actorKind: 'session', address: '10.0.0.7', action: 'createUser' },
  ...{ subject: HOSTILE, outcome: 'DENIED', detail: { reason: HOSTILE } },
};
const enrolment = {
  ...{ hostId: 'h', hostName: HOSTILE, publicKey: 'UABC', enrolledAt: at(-90), renewedAt: at(-9), by: HOSTILE },
  ...{ expiresAt: at(900), state: 'ACTIVE' },
};
const joinToken = {
  ...{ id: 'j', createdAt: at(-9), createdBy: HOSTILE, expiresAt: at(900), usesLeft: 1 },
  labels: [{ key: 'team', value: HOSTILE }],
};
const TOLD = {
  ...{ users: [user], tokens: [token], sessions: [session], enrolments: [enrolment], joinTokens: [joinToken] },
  audit: { nodes: [entry], pageInfo: { endCursor: 'c', hasNextPage: true } },
};
let sent: { query: string; variables: Record<string, unknown> }[];
let told: object;
let wrapper: VueWrapper;

beforeEach(() => {
  sent = [];
  told = TOLD;
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    sent.push(JSON.parse(String(request?.body)));
    return { status: 200, json: async () => ({ data: told }) } as Response;
  }) as typeof fetch;
});
afterEach(() => wrapper.unmount());

async function show(page: Component, me: Me = ME, address = '/'): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(address);
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  wrapper = mount(page, {
    attachTo: document.body,
    global: {
      plugins: [router],
      provide: { [LIVE_KEY as symbol]: live, [ACCESS_KEY as symbol]: accessFor(me) },
    },
  });
  await flushPromises();
}

const dialog = (): HTMLElement | null => document.querySelector('[role=dialog]');
const press = async (text: string, within: ParentNode = wrapper.element as ParentNode): Promise<void> => {
  const button = [...within.querySelectorAll('button')].find((each) => each.textContent?.trim().startsWith(text));
  if (!button) throw new Error(`no button ${text}`);
  button.click();
  await flushPromises();
};
const type = async (label: string, value: string): Promise<void> => {
  const labels = [...(dialog()?.querySelectorAll('label') ?? [])];
  const field = dialog()?.querySelector<HTMLInputElement>(
    `[id="${labels.find(({ textContent }) => textContent?.trim() === label)?.htmlFor}"]`,
  );
  if (!field) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'));
  await flushPromises();
};
const submit = async (): Promise<void> => {
  dialog()
    ?.querySelector('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
};
const lastOf = (name: string) => sent.filter(({ query }) => query.includes(`mutation ${name}`)).at(-1)?.variables;

describe('the pages of settings', () => {
  it.each([
    ['users', UsersPage],
    ['tokens', TokensPage],
    ['sessions', SessionsPage],
    ['the audit log', AuditPage],
    ['enrolment', EnrolmentPage],
  ])('show hostile names of %s as text', async (_name, page) => {
    await show(page, ME, '/?of=all');
    expect(wrapper.text()).toContain(HOSTILE);
    expect(document.querySelector('img')).toBeNull();
  });

  it.each([
    ['Nobody has an account yet', UsersPage, { users: [] }],
    ['There is no token', TokensPage, { tokens: [] }],
    ['There is no session', SessionsPage, { sessions: [] }],
    ['Nothing was done yet', AuditPage, { audit: { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } } }],
    ['No host has joined yet', EnrolmentPage, { enrolments: [], joinTokens: [] }],
  ])('say what to do where there is nothing: %s', async (words, page, answer) => {
    told = answer;
    await show(page);
    expect(wrapper.text()).toContain(words);
  });
});

describe('users', () => {
  it('are added with a role and their hosts; what is refused stands at its field', async () => {
    await show(UsersPage);
    await press('Add a user');
    await type('Name', 'bob');
    await type('Password', 'short');
    await type('Role', 'OPERATOR');
    await type('Hosts', 'web-*, team=shop');
    told = { ...TOLD, createUser: { refusals: [{ field: 'password', reason: 'has 5 characters: take 12 or more' }] } };
    await submit();
    expect(lastOf('CreateUser')).toEqual({
      input: {
        ...{ name: 'bob', password: 'short', role: 'OPERATOR' },
        scope: { hosts: ['web-*'], labels: [{ name: 'team', value: 'shop' }] },
      },
    });
    expect(dialog()?.textContent).toContain('Password has 5 characters: take 12 or more.');
    told = { ...TOLD, createUser: { refusals: [] } };
    await submit();
    expect(dialog()).toBeNull();
  });

  it('are removed only when that is confirmed, and it is said why they are not', async () => {
    await show(UsersPage);
    await press('Remove');
    expect(lastOf('RemoveUser')).toBeUndefined();
    told = { ...TOLD, removeUser: { refusals: [{ field: 'id', reason: 'is of the last admin' }] } };
    await press('Remove for good', document);
    expect(lastOf('RemoveUser')).toEqual({ id: 'u' });
    expect(dialog()?.textContent).toContain('is of the last admin');
  });
});

describe('tokens', () => {
  it('are shown once', async () => {
    told = { ...TOLD, createToken: { secret: SECRET, refusals: [] } };
    await show(TokensPage);
    await press('Make a token');
    await type('Name', 'ci');
    await type('Ends after', '7');
    await submit();
    expect(lastOf('CreateToken')).toMatchObject({ input: { name: 'ci', role: 'VIEWER', scope: null } });
    expect(dialog()?.textContent).toContain(SECRET);
    await press('I have it', document);
    expect(document.body.textContent).not.toContain(SECRET);
    await press('Make a token');
    expect(document.body.textContent).not.toContain(SECRET);
  });

  it('are selected where the browser gives nobody its clipboard', async () => {
    told = { ...TOLD, createToken: { secret: SECRET, refusals: [] } };
    await show(TokensPage);
    await press('Make a token');
    await submit();
    await press('Copy', document);
    expect([getSelection()?.toString(), dialog()?.textContent]).toEqual([SECRET, expect.stringContaining('Ctrl-C')]);
  });

  it('may have no role above one’s own, and are made by whoever is signed in', async () => {
    await show(TokensPage, { ...ME, role: 'OPERATOR' });
    await press('Make a token');
    expect([...document.querySelectorAll('option')].map(({ value }) => value)).not.toContain('ADMIN');
    wrapper.unmount();
    await show(TokensPage, { ...ME, kind: 'ANONYMOUS', accountId: null });
    expect(wrapper.text()).not.toContain('Make a token');
  });
});

describe('those of all users', () => {
  it('are for admins, whatever the address says', async () => {
    await show(SessionsPage, { ...ME, role: 'VIEWER' }, '/?of=all');
    expect(sent.at(-1)?.variables).toEqual({ ofAll: false });
    wrapper.unmount();
    await show(SessionsPage, ME, '/?of=all');
    expect(sent.at(-1)?.variables).toEqual({ ofAll: true });
  });
});

describe('enrolment', () => {
  it('shows the lines to run once, and who joined by them', async () => {
    const commands = [{ way: 'Docker', command: `docker run weir ${HOSTILE}` }];
    const made = { id: 'k', createdAt: at(0), expiresAt: at(900), usesLeft: 1 };
    told = { ...TOLD, createJoinToken: { joinToken: made, secret: 'x', commands, refusals: [] } };
    await show(EnrolmentPage);
    await press('Add hosts');
    await type('For how many hosts', '3');
    await submit();
    expect(lastOf('CreateJoinToken')).toEqual({ input: { validMinutes: 60, uses: 3, labels: [] } });
    expect(dialog()?.textContent).toContain(`docker run weir ${HOSTILE}`);
    expect(dialog()?.textContent).toContain('Waiting for hosts');
    told = { ...TOLD, enrolments: [{ ...enrolment, hostName: 'web-4', enrolledAt: at(1) }] };
    // It is asked again by itself while hosts are waited for.
    for (let times = 0; times < 100 && !dialog()?.textContent?.includes('web-4'); times += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(dialog()?.textContent).toContain('web-4 has joined');
  });

  it('shuts a host out only when that is confirmed', async () => {
    await show(EnrolmentPage);
    await press('Revoke');
    expect(dialog()?.textContent).toContain(`Shut out ${HOSTILE}?`);
    expect(lastOf('RevokeEnrolment')).toBeUndefined();
    await press('Shut it out', document);
    expect(lastOf('RevokeEnrolment')).toEqual({ hostId: 'h' });
  });
});

describe('the audit log', () => {
  it('is asked for as the address says', async () => {
    await show(AuditPage, ME, '/?actor=ann&outcome=denied');
    expect(sent.at(-1)?.variables).toMatchObject({ actor: 'ann', action: null, outcome: 'DENIED', after: null });
    await press('Show more');
    expect(sent.at(-1)?.variables).toMatchObject({ after: 'c' });
  });
});

describe('my account', () => {
  it('tells who one is, and changes the password', async () => {
    told = { changePassword: { refusals: [{ field: 'current', reason: 'is not your password' }] } };
    await show(AccountPage);
    expect(wrapper.text()).toMatch(/ann.*By name.*admin.*All hosts/s);
    const [current, next, again] = wrapper.findAll('input');
    await current?.setValue('old');
    await next?.setValue('new and long enough');
    await again?.setValue('another');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect([sent.length, wrapper.text()]).toEqual([0, expect.stringContaining('New password again is not the same')]);
    await again?.setValue('new and long enough');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(lastOf('ChangePassword')).toEqual({ current: 'old', next: 'new and long enough' });
    expect(wrapper.text()).toContain('Password now is not your password.');
  });

  it('has no password where another service knows it', async () => {
    await show(AccountPage, { ...ME, hasPassword: false });
    expect(wrapper.find('form').exists()).toBe(false);
  });
});
