import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { listCodec, sortCodec, textCodec, useQueryState, wordCodec } from './use-query-state.js';

async function setUp(address: string): Promise<{ router: Router; state: ReturnType<typeof makeState> }> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  });
  await router.push(address);
  let state: ReturnType<typeof makeState> | undefined;
  mount(defineComponent({ setup: () => ((state = makeState()), () => h('div')) }), { global: { plugins: [router] } });
  return { router, state: state as ReturnType<typeof makeState> };
}

function makeState() {
  return {
    unit: useQueryState('unit', wordCodec(['bits', 'bytes'])),
    filter: useQueryState('filter', textCodec),
    ids: useQueryState('interfaces', listCodec),
    sort: useQueryState('sort', sortCodec('in')),
  };
}

async function settled(): Promise<void> {
  await nextTick();
  await new Promise((resolve) => setTimeout(resolve));
}

describe('useQueryState', () => {
  it('reads the address', async () => {
    const { state } = await setUp('/?unit=bytes&filter=web%20shop&interfaces=a,b&sort=-name');
    expect(state.unit.value).toBe('bytes');
    expect(state.filter.value).toBe('web shop');
    expect(state.ids.value).toEqual(['a', 'b']);
    expect(state.sort.value).toEqual({ column: 'name', rising: true });
  });

  it('has defaults, also for what makes no sense', async () => {
    const { state } = await setUp('/?unit=furlongs');
    expect(state.unit.value).toBe('bits');
    expect(state.ids.value).toEqual([]);
    expect(state.sort.value).toEqual({ column: 'in', rising: false });
  });

  it('writes the address, several changes of one moment together, and leaves what it does not know', async () => {
    const { router, state } = await setUp('/?other=1');
    state.unit.value = 'bytes';
    state.ids.value = ['a', 'b'];
    state.filter.value = 'x';
    await settled();
    expect(router.currentRoute.value.query).toEqual({ other: '1', unit: 'bytes', interfaces: 'a,b', filter: 'x' });
  });

  it('lets Back undo a choice, but not each letter typed', async () => {
    const { router, state } = await setUp('/');
    state.unit.value = 'bytes';
    await settled();
    for (const typed of ['w', 'we', 'web']) {
      state.filter.value = typed;
      await settled();
    }
    expect(router.currentRoute.value.query).toEqual({ unit: 'bytes', filter: 'web' });
    router.back();
    await settled();
    expect(router.currentRoute.value.query).toEqual({});
    expect(state.unit.value).toBe('bits');
  });

  it('drops from the address what makes no sense, and only that', async () => {
    const { router } = await setUp('/?unit=furlongs&sort=-name&other=1');
    await settled();
    expect(router.currentRoute.value.query).toEqual({ sort: '-name', other: '1' });
  });

  it('leaves the default out of the address', async () => {
    const { router, state } = await setUp('/?unit=bytes&sort=-name');
    state.unit.value = 'bits';
    state.sort.value = { column: 'in', rising: false };
    await settled();
    expect(router.currentRoute.value.query).toEqual({});
  });
});
