import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { h } from 'vue';
import type { Me, Role } from '../api/index.js';
import { tellTurnedAway } from '../api/turned-away.js';
import AuthorField from '../components/form/AuthorField.vue';
import MayDo from '../components/MayDo.vue';
import RoleHint from '../components/RoleHint.vue';
import { useAuthor } from './use-author.js';
import { ACCESS_KEY, accessFor, createAccess } from './use-access.js';

const meAs = (role: Role, kind: Me['kind'] = 'SESSION'): Me => ({
  ...{ name: 'ann', kind, role, scope: null, accountId: 'a', hasPassword: true },
});
const stateOf = (me: Me | null): object => ({ isSetUp: true, isAnonymousAllowed: false, oidc: null, me });
const leave = jest.fn<() => void>();

function answer(...states: (object | 'away' | 'page')[]): void {
  const left = [...states];
  globalThis.fetch = jest.fn(async () => {
    const next = left.shift() ?? 'away';
    if (next === 'away') throw new TypeError('fetch failed');
    const json = async () => (next === 'page' ? JSON.parse('<html>') : next);
    return { ok: true, status: 200, json } as Response;
  }) as typeof fetch;
}

beforeEach(() => void leave.mockReset());

describe('who is signed in', () => {
  it.each([
    ['VIEWER', [true, false, false]],
    ['OPERATOR', [true, true, false]],
    ['ADMIN', [true, true, true]],
  ] as const)('may as %s what those below may', async (role, may) => {
    answer(stateOf(meAs(role)));
    const access = createAccess(leave);
    expect(access.can('VIEWER')).toBe(false);
    await access.asked;
    expect((['VIEWER', 'OPERATOR', 'ADMIN'] as const).map((each) => access.can(each))).toEqual(may);
  });

  it('is led to sign-in when nobody is any more, once however much is refused', async () => {
    answer(stateOf(meAs('ADMIN')), stateOf(null));
    await createAccess(leave).asked;
    tellTurnedAway();
    tellTurnedAway();
    await flushPromises();
    expect(leave).toHaveBeenCalled();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('stays with another role', async () => {
    answer(stateOf(meAs('ADMIN')), stateOf(meAs('VIEWER')));
    const access = createAccess(leave);
    await access.asked;
    tellTurnedAway();
    await flushPromises();
    expect(leave).not.toHaveBeenCalled();
    expect(access.can('ADMIN')).toBe(false);
  });

  it('stays while the aggregator is away, which tells nothing of it', async () => {
    answer(stateOf(meAs('ADMIN')), 'away');
    const access = createAccess(leave);
    await access.asked;
    tellTurnedAway();
    await flushPromises();
    expect(leave).not.toHaveBeenCalled();
    expect(access.can('ADMIN')).toBe(true);
    expect(access.failure.value?.message).toContain('cannot be reached');
  });

  it('is asked again until that is answered', async () => {
    jest.useFakeTimers();
    answer('page', stateOf(meAs('VIEWER')));
    const access = createAccess(leave);
    await access.asked;
    expect([access.me.value, access.failure.value?.message]).toEqual([null, expect.stringContaining('status 200')]);
    await jest.advanceTimersByTimeAsync(3_000);
    jest.useRealTimers();
    expect(access.me.value?.name).toBe('ann');
  });
});

describe('what not everybody may do', () => {
  const offered = (me: Me, props: { needs: Role; ofFleet?: boolean }): string => {
    const slots = { default: '<button>Delete</button>', otherwise: '<b>kept</b>' };
    return mount(MayDo, { props, slots, global: { provide: { [ACCESS_KEY as symbol]: accessFor(me) } } }).html();
  };

  it('is offered to who may, with a mark of what it needs', () => {
    expect(offered(meAs('OPERATOR'), { needs: 'OPERATOR' })).toMatch(/data-needs="OPERATOR".*<button>Delete/s);
    expect(offered(meAs('ADMIN'), { needs: 'OPERATOR', ofFleet: true })).toMatch(/data-of-fleet="true".*<button>/s);
  });

  it('is not there for others, who see what stands for it', () => {
    const ofSome = { ...meAs('OPERATOR'), scope: { hosts: ['web-*'], labels: [] } };
    expect(offered(meAs('VIEWER'), { needs: 'OPERATOR' })).toBe('<b>kept</b>');
    expect(offered(ofSome, { needs: 'OPERATOR', ofFleet: true })).toBe('<b>kept</b>');
    expect(offered(ofSome, { needs: 'OPERATOR' })).toContain('<button>');
  });
});

describe('what a role does not allow', () => {
  const hint = (me: Me): string =>
    mount(RoleHint, {
      props: { needs: 'OPERATOR', what: 'Writing notes' },
      global: { provide: { [ACCESS_KEY as symbol]: accessFor(me) } },
    }).text();

  it('says what it needs, and nothing where it is allowed', () => {
    expect(hint(meAs('VIEWER'))).toBe(
      'Writing notes needs the role operator; yours is viewer. An admin can give it to you.',
    );
    expect(hint(meAs('OPERATOR'))).toBe('');
  });

  it('is not for admins of some hosts, where it is of all', () => {
    const scope = { hosts: ['web-*'], labels: [] };
    expect(hint({ ...meAs('ADMIN'), scope })).toBe('');
    const { can } = accessFor({ ...meAs('ADMIN'), scope });
    expect([can('ADMIN'), can('OPERATOR'), can('OPERATOR', true)]).toEqual([false, true, false]);
  });

  it('leads whoever is not signed in to where that is done', () => {
    expect(hint(meAs('VIEWER', 'ANONYMOUS'))).toContain('sign in as somebody who has it');
  });
});

describe('who acts', () => {
  /** Says who it would be told. */
  const Said = {
    setup() {
      const author = useAuthor();
      return () => [h(AuthorField, { field: 'by', refusals: [] }), h('p', author.value)];
    },
  };
  const show = (me: Me) => mount(Said, { global: { provide: { [ACCESS_KEY as symbol]: accessFor(me) } } });

  it('is as signed in, else as typed', async () => {
    const local = show(meAs('ADMIN', 'LOCAL'));
    await local.get('input').setValue('bob');
    expect(local.get('p').text()).toBe('bob');
    const signedIn = show(meAs('ADMIN'));
    expect(signedIn.find('input').exists()).toBe(false);
    expect(signedIn.get('p').text()).toBe('ann');
  });
});
