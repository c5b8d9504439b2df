import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { type Component, h, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from './use-live.js';
import { type MarkQuestion, type NoteDraft, provideTimeMarks, tellOfNote, useTimeMarks } from './use-time-marks.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const host = { id: 'h', name: 'web-3' };
let asked: Record<string, unknown>[];
let notes: NoteDraft[];
let listeners: number;
let tell: () => void;
let wrapper: VueWrapper;
const charts = ref(2);
const question = ref<MarkQuestion>({ filter: null });

/** A chart: it tells how many marks it has, and takes a note when it is clicked. */
const Chart: Component = {
  setup() {
    const marks = useTimeMarks();
    return () => h('button', { onClick: () => marks?.note(1, 2) }, String(marks?.marks.value.length));
  },
};
const HostPage: Component = {
  setup() {
    provideTimeMarks(() => question.value);
    return () => Array.from({ length: charts.value }, (_, index) => h(Chart, { key: index }));
  },
};
const Shell: Component = {
  setup() {
    provideTimeMarks(
      () => ({ filter: null }),
      (draft) => notes.push(draft),
    );
    return () => h(HostPage);
  },
};

beforeEach(async () => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  asked = [];
  notes = [];
  listeners = 0;
  charts.value = 0;
  question.value = { filter: { hosts: ['h'] }, host };
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    asked.push((JSON.parse(String(request?.body)) as { variables: Record<string, unknown> }).variables);
    const mark = { id: 'm', kind: 'CHANGE', at: new Date(NOW).toISOString(), until: null, title: 'x', count: 1 };
    return { status: 200, json: async () => ({ data: { timelineMarks: [mark] } }) } as Response;
  }) as typeof fetch;
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/?range=1h');
  const live = createLive({
    onState: () => undefined,
    subscribe: (_document, _variables, next) => {
      listeners += 1;
      tell = () => next({} as never);
      return () => (listeners -= 1);
    },
  });
  wrapper = mount(Shell, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
  await flushPromises();
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

async function draw(count: number): Promise<void> {
  charts.value = count;
  await flushPromises();
}

describe('the marks of charts', () => {
  it('are asked for once for all charts of a page, and not at all without one', async () => {
    expect([asked.length, listeners]).toEqual([0, 0]);
    await draw(3);
    expect(asked).toEqual([
      { filter: { hosts: ['h'] }, from: '2026-11-22T11:00:00.000Z', to: '2026-11-22T12:00:00.000Z' },
    ]);
    expect([wrapper.text(), listeners]).toEqual(['111', 1]);
    await draw(0);
    expect(listeners).toBe(0);
  });

  it('are those of the stretch that charts show, where that is another than the page’s', async () => {
    question.value = { filter: null, stretch: { from: NOW - 5_000, to: NOW - 1_000 } };
    await draw(1);
    expect(asked.at(-1)).toMatchObject({ from: '2026-11-22T11:59:55.000Z', to: '2026-11-22T11:59:59.000Z' });
  });

  it('are asked for anew when there is news, once for what comes together', async () => {
    await draw(1);
    tell();
    tell();
    jest.advanceTimersByTime(4_000);
    await flushPromises();
    expect(asked).toHaveLength(2);
    tellOfNote();
    await flushPromises();
    jest.advanceTimersByTime(500);
    await flushPromises();
    expect(asked).toHaveLength(3);
  });

  it('take a note to whoever writes it, with the host that the charts are of', async () => {
    await draw(1);
    await wrapper.get('button').trigger('click');
    expect(notes).toEqual([{ at: 1, until: 2, host }]);
  });
});
