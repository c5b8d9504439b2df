import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import AgainstUsual from './AgainstUsual.vue';
import { EXPECTED_BAND, expectedLines } from './expected.js';
import ForecastOverTime from './ForecastOverTime.vue';
import { hourOfWeek, hourWords, weekRows } from './week.js';
import WeekMap from './WeekMap.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const global = { stubs: { ApexHost: true } };
const expected = { at: [1_000, 2_000], low: [10, null], middle: [20, 20], high: [30, 30] };
const line = { id: 'both', name: HOSTILE, colour: '--in', points: [[1_000, 125_000]] } as const;
const time = { from: 0, to: 3_000, of: 'eth0', unit: 'bits' } as const;

describe('what is usual, or to be expected', () => {
  it('is three lines, so that legend, table and files have it, and the ground between two of them', () => {
    const lines = expectedLines(expected, { low: 'at least', middle: 'about', high: 'at most' });
    expect(lines.map(({ name }) => name)).toEqual(['at most', 'about', 'at least']);
    const ids = lines.map(({ id }) => id);
    expect([ids.includes(EXPECTED_BAND.low), ids.includes(EXPECTED_BAND.high)]).toEqual([true, true]);
    expect(lines[2]?.points).toEqual([
      [1_000, 10],
      [2_000, null],
    ]);
  });

  it('stands beside what was, with hostile names as text; while it is not learnt, what was stands alone', async () => {
    const props = { ...time, lines: [line], usual: expected, stretches: [], markers: [] };
    const wrapper = mount(AgainstUsual, { props, global });
    await nextTick();
    expect(wrapper.text()).toContain('1.00 Mbit/s');
    expect(wrapper.text()).toContain('usually at most');
    expect(wrapper.find('img').exists()).toBe(false);
    await wrapper.setProps({ usual: null });
    expect(wrapper.text()).not.toContain('usually at most');
  });

  it('has the limit of the link among its lines, where that is told', async () => {
    const limit = { name: '80 % of the link', value: 1e8 };
    const wrapper = mount(ForecastOverTime, {
      props: { ...time, lines: [line], forecast: expected, limit, now: 2_000 },
      global,
    });
    await nextTick();
    expect(wrapper.text()).toContain('80 % of the link');
    expect(wrapper.text()).toContain('800 Mbit/s');
    await wrapper.setProps({ lines: [], forecast: null, limit: null });
    expect(wrapper.text()).toContain('Nothing was recorded');
  });
});

describe('the week', () => {
  it('begins on Monday, in the time of the reader', () => {
    expect(hourOfWeek(new Date(2026, 10, 23, 0, 30).getTime())).toBe(0);
    expect(hourOfWeek(new Date(2026, 10, 22, 23, 59).getTime())).toBe(167);
    expect(hourWords(26)).toBe('Tuesday 02:00 to 03:00');
    expect(hourWords(167)).toBe('Sunday 23:00 to 00:00');
  });

  it('has a row a day, and zeros where nothing was', () => {
    const counts = new Array<number>(168).fill(0);
    counts[26] = 5;
    expect(weekRows(counts)[1]?.cells[2]).toBe(5);
    expect(weekRows([])[6]?.cells).toEqual(new Array(24).fill(0));
  });

  it('tells which hour was chosen, and says so where there is nothing', async () => {
    const counts = new Array<number>(168).fill(0);
    counts[26] = 5;
    const wrapper = mount(WeekMap, { props: { counts, title: 'When', what: 'Patterns', empty: 'None began' } });
    await nextTick();
    const map = wrapper.find('[role=slider]');
    for (const key of ['ArrowUp', 'ArrowDown', 'Home', 'ArrowRight', 'ArrowRight', 'Enter']) {
      await map.trigger('keydown', { key });
    }
    expect(wrapper.emitted('select')).toEqual([[26]]);
    expect(map.attributes('aria-valuetext')).toBe('Tuesday, 02:00: 5');
    await wrapper.setProps({ counts: [] });
    expect(wrapper.text()).toContain('None began');
  });
});
