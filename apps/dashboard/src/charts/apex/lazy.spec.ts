import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { arrivesLater } from './lazy.js';

const Drawing = defineComponent(() => () => h('svg'));
let wrapper: VueWrapper;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

describe('the chart library', () => {
  it('is fetched again where it did not arrive, less and less often, until it does', async () => {
    let fetched = 0;
    const Later = arrivesLater(async () => {
      fetched += 1;
      if (fetched < 4) throw new TypeError('Failed to fetch dynamically imported module');
      return Drawing;
    });
    wrapper = mount(defineComponent(() => () => h('div', [h(Later)])));
    const counts: number[] = [];
    for (const waitMs of [0, 1_000, 1_000, 1_000, 4_000]) {
      await jest.advanceTimersByTimeAsync(waitMs);
      await flushPromises();
      counts.push(fetched);
    }
    expect(counts).toEqual([1, 2, 2, 3, 4]);
    expect(wrapper.find('svg').exists()).toBe(true);
  });
});
