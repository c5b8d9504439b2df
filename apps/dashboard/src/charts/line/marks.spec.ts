import { describe, expect, it, jest } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { type Component, computed, defineComponent, h, nextTick, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import { provideTimeMarks, type TimeMark } from '../../composables/use-time-marks.js';
import ChartCard from '../ChartCard.vue';
import LineChart from '../LineChart.vue';
import type { Marker } from './chart-line.js';
import { pointerKey } from './keys.js';
import { markBeside, marksOn, notesNear } from './marks.js';
import { useShownMarks } from './time-markers.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const plot = { left: 0, top: 0, width: 500, height: 100, minX: 0, maxX: 5_000, minY: 0, maxY: 1 };
const marker = (at: number, more: Partial<Marker> = {}): Marker => ({ at, text: `at ${at}`, ...more });

describe('marks on a plot', () => {
  it('lie where their moment is, and not beyond the edges', () => {
    const marks = marksOn([marker(2_500), marker(-1), marker(5_001), marker(0)], plot);
    expect(marks.map(({ x, at }) => [x, at])).toEqual([
      [0, 0],
      [250, 2_500],
    ]);
  });

  it('are one where they could not be told apart, as bad as the worst of them', () => {
    const [one, ...others] = marksOn(
      [
        marker(1_000, { sign: 'deploy' }),
        marker(1_050, { tone: 'bad', sign: 'alert' }),
        marker(1_090, { tone: 'warn' }),
      ],
      plot,
    );
    expect(others).toEqual([]);
    expect([one?.tone, one?.sign, one?.markers.length]).toEqual(['bad', null, 3]);
  });

  it('keep the sign that all in a place share', () => {
    expect(marksOn([marker(1, { sign: 'deploy' }), marker(2, { sign: 'deploy' })], plot)[0]?.sign).toBe('deploy');
  });

  it('are told in words where they are pointed at, the first five of many', () => {
    const marks = marksOn(
      Array.from({ length: 7 }, (_, index) => marker(1_000 + index)),
      plot,
    );
    expect(notesNear(marks, 103)).toEqual({ notes: [0, 1, 2, 3, 4].map((each) => `at ${1_000 + each}`), more: 2 });
    expect(notesNear(marks, 130)).toEqual({ notes: [], more: 0 });
  });

  it('are gone to one after the other, and not beyond the last', () => {
    const marks = marksOn([marker(0), marker(3_000)], plot);
    const press = (key: string, at: number | null) =>
      pointerKey({ key, shiftKey: false }, { plot, lines: [], marks, at });
    expect([press('.', null), press('.', 0), press('.', 3_000)]).toEqual([
      { kind: 'move', at: 0, selecting: false },
      { kind: 'move', at: 3_000, selecting: false },
      null,
    ]);
    expect(press(',', null)).toMatchObject({ at: 3_000 });
    expect(markBeside(marks, 0, -1)).toBeNull();
  });
});

const markAt = (seconds: number, more: Partial<TimeMark> = {}): TimeMark => ({
  ...{ id: `${seconds}`, at: new Date(seconds * 1_000).toISOString(), until: null },
  ...{ kind: 'CHANGE', title: `change ${seconds}`, count: 1 },
  ...more,
});
const timeOf = (marks: readonly TimeMark[]) => ({
  ...{ marks: computed(() => marks), choice: ref<boolean | null>(null), note: jest.fn() },
});

describe('what happened meanwhile', () => {
  const ends = () => ({ from: 10_000, to: 20_000 });

  it('is marked on the chart of that time alone', () => {
    const { markers, count } = useShownMarks(timeOf([markAt(9), markAt(12), markAt(21)]), ends);
    expect(markers.value).toEqual([{ at: 12_000, text: 'change 12', tone: 'plain', sign: 'change' }]);
    expect(count.value).toBe(1);
  });

  it('says how many a mark stands for, and what a note is about', () => {
    const until = new Date(15_000).toISOString();
    const given = [markAt(11, { count: 14 }), markAt(5, { kind: 'ANNOTATION', until })];
    const { markers, stretches } = useShownMarks(timeOf(given), ends);
    expect(markers.value[0]?.text).toBe('change 11 (14)');
    expect(stretches.value).toEqual([{ from: 5_000, to: 15_000, tone: 'plain' }]);
  });

  it('is shown by itself where it is little, and when somebody asks for it', () => {
    const time = timeOf(Array.from({ length: 26 }, (_, index) => markAt(10 + index / 10)));
    const { markers, count, shown } = useShownMarks(time, ends);
    expect([markers.value.length, count.value, shown.value]).toEqual([0, 26, false]);
    shown.value = true;
    expect(markers.value).toHaveLength(26);
    expect(useShownMarks(timeOf([markAt(11)]), ends).shown.value).toBe(true);
  });

  it('is little where much of it is in few places', () => {
    const time = timeOf(Array.from({ length: 60 }, (_, index) => markAt(index < 30 ? 11 : 12)));
    expect(useShownMarks(time, ends).shown.value).toBe(true);
  });
});

describe('a note about a chart', () => {
  const Library = defineComponent({ name: 'ApexHost', emits: ['drawn'], template: '<i />' });
  const lines = [
    {
      id: 'a',
      name: 'a',
      colour: '--in',
      points: [
        [1_000, 1],
        [4_000, 2],
      ] as const,
    },
  ];
  const markers = [marker(1_000, { text: HOSTILE })];
  /** What the shell of all pages is. */
  const Shell: Component = {
    setup(_props, { slots }) {
      provideTimeMarks(() => ({ filter: null }));
      return () => slots['default']?.();
    },
  };
  const show = async (takesNotes = false) => {
    const chart = { lines, unit: 'bits' as const, from: 0, to: 5_000, label: 'x', markers };
    const card = () => h(ChartCard, { title: 'Bandwidth' }, () => h(LineChart, chart));
    const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
    const router = createRouter({ history: createMemoryHistory(), routes });
    const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
    const wrapper = mount(() => (takesNotes ? h(Shell, card) : card()), {
      global: {
        ...{ stubs: { AsyncComponentWrapper: Library }, plugins: [router] },
        provide: { [LIVE_KEY as symbol]: live },
      },
      attachTo: document.body,
    });
    wrapper.findComponent(Library).vm.$emit('drawn', plot);
    await nextTick();
    return wrapper;
  };

  it('tells the marks aloud too, as text', async () => {
    const wrapper = await show();
    await wrapper.find('.pointer').trigger('keydown', { key: '.' });
    expect(wrapper.find('.pointer').attributes('aria-valuetext')).toContain(HOSTILE);
    expect(wrapper.find('.tip').text()).toContain(HOSTILE);
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('asks for its moment aloud, as long as one is to be chosen', async () => {
    globalThis.fetch = jest.fn(async () => {
      return { status: 200, json: async () => ({ data: { timelineMarks: [] } }) } as Response;
    }) as typeof fetch;
    const wrapper = await show(true);
    await wrapper.find('.pointer').trigger('keydown', { key: 'Escape' });
    const spoken = () => wrapper.find('.pointer').attributes('aria-valuetext');
    expect(spoken()).toBe('no moment chosen');
    const note = wrapper.findAll('.menu button').find((button) => button.text() === 'Note');
    await note?.trigger('click');
    expect(spoken()).toBe('Choose the moment, or drag over a stretch. Escape lets go. no moment chosen');
    await wrapper.find('.pointer').trigger('keydown', { key: 'Escape' });
    expect(spoken()).toBe('no moment chosen');
    wrapper.unmount();
  });

  it('is not offered where nobody would write it', async () => {
    const wrapper = await show();
    expect(wrapper.find('.menu').text()).not.toContain('Note');
  });
});
