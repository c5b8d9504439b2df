import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { defineComponent, nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useColumns } from './use-columns.js';

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'errors', label: 'Errors', optional: 'shown' },
  { key: 'system', label: 'System', optional: 'hidden' },
] as const;

describe('the columns of a table', () => {
  it('are chosen by readers, and stand in the address as far as they differ', async () => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/', component: { render: () => null } }],
    });
    await router.push('/?columns=system');
    let found: ReturnType<typeof useColumns<(typeof COLUMNS)[number]>> | undefined;
    mount(
      defineComponent(() => {
        found = useColumns(() => COLUMNS);
        return () => null;
      }),
      { global: { plugins: [router] } },
    );
    const shown = (): unknown => found?.columns.value.map(({ key }) => key);
    const toggle = async (key: string): Promise<void> => {
      found?.choice.value.toggle(key);
      await nextTick();
      await router.isReady();
      await new Promise((resolve) => setTimeout(resolve));
    };
    expect(shown()).toEqual(['name', 'errors', 'system']);
    expect(found?.choice.value.options.map(({ key, isShown }) => [key, isShown])).toEqual([
      ['errors', true],
      ['system', true],
    ]);
    await toggle('errors');
    expect(shown()).toEqual(['name', 'system']);
    expect(router.currentRoute.value.query['columns']).toBe('system,errors');
    await toggle('system');
    await toggle('errors');
    expect(shown()).toEqual(['name', 'errors']);
    expect(router.currentRoute.value.query['columns']).toBeUndefined();
  });
});
