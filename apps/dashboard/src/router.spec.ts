import { describe, expect, it } from '@jest/globals';
import { shallowRef } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { Me } from './api/index.js';
import { ADDRESSES, isOpenPath, roleFor } from './composables/addresses.js';
import { accessFor } from './composables/use-access.js';
import { createPages, ROUTES } from './router.js';

const ME: Me = { name: 'ann', kind: 'SESSION', role: 'VIEWER', scope: null, accountId: 'a', hasPassword: true };

describe('the pages', () => {
  it('each have what they show, and the parts of their address', () => {
    const known = createRouter({ history: createMemoryHistory(), routes: ROUTES });
    expect(ROUTES.map(({ name }) => name)).toEqual(Object.keys(ADDRESSES));
    const { matched } = known.resolve('/workloads/stack/shop');
    expect(matched[0]?.props).toEqual({ default: true });
    expect(known.resolve('/x/y').matched[0]).toMatchObject({ name: 'missing', props: { default: false } });
  });

  it('are for whoever is signed in, but for those by which that is done', () => {
    const open = ROUTES.filter(({ meta }) => meta?.isOpen).map(({ path }) => path);
    expect(open).toEqual(['/sign-in', '/setup']);
    expect([isOpenPath('/sign-in'), isOpenPath('/'), roleFor('/settings/users'), roleFor('/hosts')]).toEqual([
      ...[true, false, 'ADMIN', null],
    ]);
  });

  it('lead whoever is not signed in to where that is done, and from there back', async () => {
    window.scrollTo = () => undefined;
    const state = { isSetUp: true, isAnonymousAllowed: false, oidc: null, me: null };
    const pages = createPages({ ...accessFor(ME), state: shallowRef(state) });
    await pages.push('/hosts?range=1h');
    expect(pages.currentRoute.value).toMatchObject({ name: 'sign-in', query: { to: '/hosts?range=1h' } });
    await pages.push('/setup#token');
    expect(pages.currentRoute.value.fullPath).toBe('/setup#token');
  });
});
