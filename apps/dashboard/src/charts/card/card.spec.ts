import { describe, expect, it, jest } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick } from 'vue';
import type { ChartLine } from '../line/chart-line.js';
import ChartCard from '../ChartCard.vue';
import { crosshair } from '../crosshair.js';
import { lineTable } from '../line/line-table.js';
import LineChart from '../LineChart.vue';
import { ramp, textsInside } from './captions.js';
import { csvOf } from './csv.js';
import { fileName } from './download.js';

const HOSTILE = '=HYPERLINK("http://evil","<img src=x onerror=alert(1)>")';
/** Stands for the chart library, which arrives later and draws what jsdom cannot. */
const Library = defineComponent({
  name: 'ApexHost',
  props: {
    options: { type: Object, default: null },
    series: { type: Array, default: null },
    highlighted: { type: Number, default: null },
  },
  emits: ['drawn', 'point', 'leave'],
  template: '<i />',
});
const stubs = { AsyncComponentWrapper: Library };
const lines: ChartLine[] = [
  {
    ...{ id: 'a', name: HOSTILE, colour: '--entity-1', side: 'in' },
    points: [
      [1_000, 125_000],
      [2_000, null],
    ],
  },
  { id: 'b', name: 'web', colour: '--entity-2', side: 'out', points: [[1_000, -1]] },
];

describe('csvOf', () => {
  it('has times in ISO 8601, stored numbers with their unit in the heading, and empty gaps', () => {
    expect(csvOf(lineTable(lines.slice(1), 'bits'))).toBe('Time,web out (bytes/s)\r\n1970-01-01T00:00:01.000Z,-1\r\n');
    expect(csvOf(lineTable(lines.slice(0, 1), 'bits')).split('\r\n')[1]).toBe('1970-01-01T00:00:02.000Z,');
  });
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|calc'])('takes the formula out of %j', (name) => {
    const text = { label: name, kind: 'text' as const, describe: String };
    const [heading, row] = csvOf({ columns: [text], rows: [[name]] }).split(/\r\n(?=")/);
    expect(heading).toMatch(/^"'/);
    expect(row).toMatch(/^"'/);
  });
  it('keeps quotes, commas and line ends inside of one cell', () => {
    const text = { label: 'Name', kind: 'text' as const, describe: String };
    expect(csvOf({ columns: [text], rows: [['a,"b"\nc']] })).toBe('Name\r\n"a,""b""\nc"\r\n');
  });
});

describe('fileName', () => {
  const at = new Date('2026-11-21T12:00:05Z');
  it.each([
    ['Bandwidth over time', 'weir-bandwidth-over-time-2026-11-21-12-00-05.csv'],
    ['../../etc/passwd\u0000', 'weir-etc-passwd-2026-11-21-12-00-05.csv'],
    ['<img src=x>', 'weir-img-src-x-2026-11-21-12-00-05.csv'],
    ['名前', 'weir-chart-2026-11-21-12-00-05.csv'],
    ['x'.repeat(500), `weir-${'x'.repeat(80)}-2026-11-21-12-00-05.csv`],
  ])('makes of %j a name that every file system takes', (title, name) => expect(fileName(title, at, 'csv')).toBe(name));
});

describe('a picture', () => {
  const box = { left: 10, top: 20, width: 200, height: 100 };

  it('has in the middle of a ring what stands there on the page, as text', () => {
    const [whole, note] = textsInside(['5.00 GB', HOSTILE], box);
    expect([whole?.textContent, whole?.getAttribute('x'), whole?.getAttribute('text-anchor')]).toEqual([
      '5.00 GB',
      '110',
      'middle',
    ]);
    expect([note?.textContent, note?.childElementCount]).toEqual([HOSTILE, 0]);
  });

  it('says what the colours of a map stand for', () => {
    const colours = [
      { at: 0, colour: '#000000' },
      { at: 1, colour: '#ffffff' },
    ];
    const drawn = ramp({ colours, ticks: [{ share: 0.5, text: '10 %' }] }, 0, 0);
    expect(drawn.map(({ tagName }) => tagName)).toEqual(['linearGradient', 'rect', 'text']);
    expect(drawn.at(-1)?.textContent).toBe('10 %');
  });
});

describe('ChartCard', () => {
  const show = (props: object = {}, of: readonly ChartLine[] = lines) =>
    mount(ChartCard, {
      props: { title: 'Bandwidth', ...props },
      slots: {
        default: () => h(LineChart, { lines: of, unit: 'bits', from: 0, to: 3_000, label: 'Bandwidth of web' }),
      },
      global: { stubs },
    });

  it('has a legend with last, average and highest, names as text', async () => {
    const wrapper = show();
    await nextTick();
    expect(wrapper.findAll('.legend thead th').map((cell) => cell.text())).toEqual(['Series', 'last', 'avg', 'max']);
    expect(wrapper.find('.legend tbody tr').text()).toContain(`↓ ${HOSTILE}`);
    expect(wrapper.find('.legend tbody tr').text()).toContain('1.00 Mbit/s1.00 Mbit/s1.00 Mbit/s');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it.each([
    [0, '16 bit/s37 bit/s64 bit/s'],
    [500, '16 bit/s24 bit/s32 bit/s'],
  ])('has the figures of what is drawn from %p on, though more is known', async (from, figures) => {
    const points = [8, 4, 2].map((value, index) => [index * 1_000, value] as const);
    const drawn = [{ id: 'a', name: 'a', colour: '--in', points }];
    const wrapper = mount(ChartCard, {
      props: { title: 'Bandwidth' },
      slots: { default: () => h(LineChart, { lines: drawn, unit: 'bits', from, to: 3_000, label: 'x' }) },
      global: { stubs },
    });
    await nextTick();
    expect(wrapper.find('.legend tbody tr').text()).toContain(figures);
  });

  it('shows one series alone, and all again', async () => {
    const wrapper = show();
    await nextTick();
    const shown = (): unknown[] => wrapper.findComponent(Library).props('series') as unknown[];
    expect(shown()).toHaveLength(2);
    const [button] = wrapper.findAll('.legend button');
    await button?.trigger('click');
    expect(shown()).toHaveLength(1);
    expect(button?.attributes('aria-pressed')).toBe('true');
    await button?.trigger('click');
    expect(shown()).toHaveLength(2);
  });

  it('shows its data as a table', async () => {
    const wrapper = show();
    await nextTick();
    await wrapper.find('.menu button').trigger('click');
    expect(wrapper.findAll('.scroll tbody tr')).toHaveLength(2);
    expect(wrapper.find('.scroll').text()).toContain('1.00 Mbit/s');
    expect(wrapper.find('.scroll thead').text()).toContain(HOSTILE);
  });

  it('says what is missing in place of the chart, and what went wrong beside it', () => {
    const failure = { message: 'No answer', remedy: 'It is asked again' };
    expect(show({ loading: true }).text()).toContain('Asking for the figures');
    expect(show({ empty: 'Nothing was recorded' }).findComponent(LineChart).exists()).toBe(false);
    const waiting = show({ failure, loading: true, empty: 'Nothing was recorded' });
    expect(waiting.find('.instead').text()).toBe('No answerIt is asked again');
    expect(waiting.find('[role=alert]').exists()).toBe(false);
    const failed = show({ failure });
    expect(failed.find('[role=alert]').text()).toBe('No answer. It is asked again');
    expect(failed.findComponent(LineChart).exists()).toBe(true);
  });

  it('hands only data to the chart while its look stays, so that it is not built anew each second', async () => {
    const wrapper = mount(LineChart, {
      props: { lines, unit: 'bits', from: 0, to: 3_000, label: 'x' },
      global: { stubs },
    });
    const host = wrapper.findComponent(Library);
    const before = [host.props('options'), host.props('series')] as unknown[];
    await wrapper.setProps({ lines: lines.map((line) => ({ ...line })), from: 1_000, to: 4_000 });
    expect(host.props('options')).toBe(before[0]);
    expect(host.props('series')).not.toBe(before[1]);
    await wrapper.setProps({ unit: 'bytes' });
    expect(host.props('options')).not.toBe(before[0]);
  });
});

describe('the crosshair', () => {
  const plot = { left: 0, top: 0, width: 300, height: 100, minX: 0, maxX: 3_000, minY: 0, maxY: 1e6 };
  const show = async () => {
    const wrapper = mount(LineChart, {
      props: { lines, unit: 'bits', from: 0, to: 3_000, label: 'Bandwidth of web' },
      global: { stubs },
      attachTo: document.body,
    });
    wrapper.findComponent(Library).vm.$emit('drawn', plot);
    await nextTick();
    return wrapper;
  };

  it('is shared: pointing at one chart marks the moment on another, which tells no figures', async () => {
    const [one, other] = [await show(), await show()];
    await one.find('.pointer').trigger('pointermove', { clientX: 100 });
    expect(one.find('.tip').text()).toContain('1.00 Mbit/s');
    expect(one.find('.tip').text()).toContain(HOSTILE);
    expect(other.find('.hair').exists()).toBe(true);
    expect(other.find('.tip').exists()).toBe(false);
    await one.find('.pointer').trigger('pointerleave');
    expect(crosshair.at.value).toBeNull();
  });

  it('is moved by keys, and says aloud what it stands on', async () => {
    const chart = await show();
    const pointer = chart.find('.pointer');
    expect(pointer.attributes('aria-label')).toBe('Bandwidth of web');
    await pointer.trigger('keydown', { key: 'Home' });
    expect(pointer.attributes('aria-valuetext')).toContain(`${HOSTILE} in 1.00 Mbit/s`);
    await pointer.trigger('keydown', { key: 'ArrowRight', shiftKey: true });
    await pointer.trigger('keydown', { key: 'ArrowLeft', shiftKey: true });
    await pointer.trigger('keydown', { key: 'Escape' });
    expect(chart.emitted('zoom')).toBeUndefined();
  });

  it('gives a dragged stretch to the page, and takes a click for none', async () => {
    const chart = await show();
    const pointer = chart.find('.pointer');
    (pointer.element as HTMLElement).setPointerCapture = jest.fn();
    await pointer.trigger('pointerdown', { clientX: 50, button: 0 });
    await pointer.trigger('pointermove', { clientX: 250 });
    expect(chart.find('.stretch').exists()).toBe(true);
    await pointer.trigger('pointerup');
    expect(chart.emitted('zoom')).toEqual([[500, 2_500]]);
    await pointer.trigger('pointerdown', { clientX: 50, button: 0 });
    await pointer.trigger('pointerup');
    expect(chart.emitted('zoom')).toHaveLength(1);
  });
});
