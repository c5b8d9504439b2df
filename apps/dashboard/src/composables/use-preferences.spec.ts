import { afterEach, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { zoneName } from '../format/zone.js';
import { usePreferences } from './use-preferences.js';
import { useUnit } from './use-unit.js';

afterEach(() => {
  usePreferences().unit.value = 'bits';
  usePreferences().zone.value = 'device';
});

async function unitAt(address: string): Promise<{ unit: ReturnType<typeof useUnit>; router: Router }> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] });
  await router.push(address);
  let unit!: ReturnType<typeof useUnit>;
  mount({ setup: () => ((unit = useUnit()), () => null) }, { global: { plugins: [router] } });
  return { unit, router };
}

it('has the unit that one likes where the address says nothing, and else that of the address', async () => {
  usePreferences().unit.value = 'bytes';
  expect((await unitAt('/')).unit.value).toBe('bytes');
  expect((await unitAt('/?unit=bits')).unit.value).toBe('bits');
});

it('has in the address what differs from what one likes, and nothing else', async () => {
  const { unit, router } = await unitAt('/');
  usePreferences().unit.value = 'bytes';
  expect(unit.value).toBe('bytes');
  unit.value = 'bits';
  await nextTick();
  await router.isReady();
  await new Promise((resolve) => setTimeout(resolve));
  expect(router.currentRoute.value.query).toEqual({ unit: 'bits' });
  unit.value = 'bytes';
  await new Promise((resolve) => setTimeout(resolve));
  expect(router.currentRoute.value.query).toEqual({});
});

it('tells times by the zone that is remembered, at once', () => {
  usePreferences().zone.value = 'Asia/Kolkata';
  expect(zoneName()).toBe('Asia/Kolkata');
});
