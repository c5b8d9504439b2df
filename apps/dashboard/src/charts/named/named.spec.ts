import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { type Component, nextTick } from 'vue';
import { entityColour } from '../../composables/use-entity-colour.js';
import type { ChartLine } from '../line/chart-line.js';
import BandwidthOverTime from './BandwidthOverTime.vue';
import CongestionMap from './CongestionMap.vue';
import ErrorCounts from './ErrorCounts.vue';
import ErrorMap from './ErrorMap.vue';
import ErrorRates from './ErrorRates.vue';
import InterfaceStatistics from './InterfaceStatistics.vue';
import LatencyTrend from './LatencyTrend.vue';
import { holdingSlices, inOutBars, lossBars, MOST_BARS, protocolBars, protocolSlices } from './mapping.js';
import { OTHER, slicesOf } from '../pie/pie-data.js';
import ProtocolBreakdown from './ProtocolBreakdown.vue';
import ProtocolDistribution from './ProtocolDistribution.vue';
import ResourceAllocation from './ResourceAllocation.vue';
import TrafficDistribution from './TrafficDistribution.vue';
import UsageMap from './UsageMap.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const at = [0, 1_000];
const line: ChartLine = {
  ...{ id: 'a', name: HOSTILE, colour: '--entity-1' },
  points: [
    [0, 125_000],
    [1_000, 250_000],
  ],
};
const rows = [{ id: 'a', name: HOSTILE, cells: [10, null] }];
const packets = [{ id: 'a', name: HOSTILE, tcp: 30, udp: 10, icmp: null }];
const losses = [{ id: 'a', name: HOSTILE, receiveErrors: 3, transmitErrors: 0, receiveDrops: null, transmitDrops: 4 }];
const time = { from: 0, to: 2_000, of: 'the fleet' };

/** Every chart of the product: its title, what it is of, and a text that its data must lead to. */
const CHARTS: [title: string, chart: Component, props: object, says: string, empty: object][] = [
  ['Bandwidth over time', BandwidthOverTime, { ...time, lines: [line], unit: 'bits' }, '2.00 Mbit/s', { lines: [] }],
  ['Error rates', ErrorRates, { ...time, lines: [line] }, '250 klost/s', { lines: [] }],
  ['Latency trend', LatencyTrend, { ...time, lines: [{ ...line, points: [[0, 1.25]] }] }, '1.25 ms', { lines: [] }],
  [
    'Interface statistics',
    InterfaceStatistics,
    { rows: [{ id: 'a', name: HOSTILE, incoming: 1_000, outgoing: 500 }], unit: 'packets' },
    '1.50 kpkt/s',
    { rows: [] },
  ],
  ['Protocol distribution', ProtocolDistribution, { rows: packets }, '40 pkt/s', { rows: [] }],
  ['Error counts', ErrorCounts, { rows: losses }, '7', { rows: [] }],
  [
    'Traffic distribution',
    TrafficDistribution,
    { kind: 'network', rows: [{ id: 'a', name: HOSTILE, value: 5e9 }] },
    '5.00 GB',
    { rows: [] },
  ],
  ['Protocol breakdown', ProtocolBreakdown, { rows: packets }, '75 %', { rows: [] }],
  [
    'Resource allocation',
    ResourceAllocation,
    { containers: [{ id: 'a', name: HOSTILE, cpuPercent: 250, memoryBytes: null }] },
    '2.5 cores',
    { containers: [] },
  ],
  ['Congestion', CongestionMap, { rows, at }, '100 %', { rows: [] }],
  ['Error pattern', ErrorMap, { rows, at }, '10 lost/s', { rows: [] }],
  ['Usage pattern', UsageMap, { rows, at, unit: 'bytes' }, '10 B/s', { rows: [] }],
];
const show = (chart: Component, props: object) => mount(chart, { props, global: { stubs: { ApexHost: true } } });

describe.each(CHARTS)('the chart %p', (title, chart, props, says, empty) => {
  it('is present by name, with its figures in their unit and hostile names as text', async () => {
    const wrapper = show(chart, props);
    await nextTick();
    expect(wrapper.find('h2').text()).toBe(title);
    expect(wrapper.text().replace(/\s+/g, ' ')).toContain(says);
    expect(wrapper.find('img').exists()).toBe(false);
  });
  it('says that there is nothing rather than showing an empty chart', () => {
    expect(show(chart, { ...props, ...empty }).text()).toMatch(
      /^(?!.*undefined).*(Nothing was recorded|No container tells)/s,
    );
  });
});

describe('resource allocation', () => {
  it('switches to memory, and counts those that do not tell it', async () => {
    const containers = [
      { id: 'a', name: 'web', cpuPercent: 5, memoryBytes: 2e9 },
      { id: 'b', name: 'db', cpuPercent: 5, memoryBytes: null },
    ];
    const wrapper = show(ResourceAllocation, { containers });
    await wrapper.findAll('.switch button')[1]?.trigger('click');
    expect(wrapper.text()).toContain('2.00 GB');
    expect(wrapper.text()).toContain('1 of 2 containers do not tell it');
  });
});

describe('bars of which nothing is known', () => {
  it.each([
    [InterfaceStatistics, { rows: [{ id: 'a', name: 'web', incoming: null, outgoing: null }], unit: 'bits' }],
    [ProtocolDistribution, { rows: [{ id: 'a', name: 'web', tcp: null, udp: null, icmp: null }] }],
  ] as [Component, object][])('say so in place of a blank', (chart, props) => {
    const wrapper = show(chart, props);
    expect(wrapper.text()).toContain('None of these tells its figures now');
    expect(wrapper.find('.bar-chart').exists()).toBe(false);
  });
  it('are drawn where one is known', () => {
    const rows = [null, 5].map((incoming, index) => ({
      id: `${index}`,
      name: `eth${index}`,
      incoming,
      outgoing: null,
    }));
    expect(show(InterfaceStatistics, { rows, unit: 'bits' }).find('.bar-chart').text()).toContain('no data');
  });
});

describe('what the named charts are made of', () => {
  it('has the busiest first, and no more than can be read', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      id: `${index}`,
      name: 'x',
      incoming: index,
      outgoing: null,
    }));
    const bars = inOutBars(many);
    expect([bars.length, bars[0]?.value]).toEqual([MOST_BARS, 29]);
  });
  it('does not call unknown what is 0, nor 0 what is unknown', () => {
    const [bar] = inOutBars([{ id: 'a', name: 'a', incoming: null, outgoing: null }]);
    expect(bar?.value).toBeNull();
    expect(protocolBars([{ id: 'a', name: 'a', tcp: 0, udp: null, icmp: null }])[0]?.value).toBe(0);
    expect(lossBars(losses)[0]?.parts?.map(({ value }) => value)).toEqual([3, 0, null, 4]);
  });
  it('adds protocols up over all', () => {
    expect(protocolSlices([...packets, ...packets]).map(({ value }) => value)).toEqual([60, 20, 0]);
  });
  it('gives each its own colour, and no slice to what is not known', () => {
    const slices = holdingSlices(
      'container',
      [
        { id: 'a', name: 'a', value: 1 },
        { id: 'b', name: 'b', value: null },
        { id: 'c', name: 'c', value: 3 },
      ],
      entityColour,
    );
    expect(slices.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(new Set(slices.map(({ colour }) => colour)).size).toBe(2);
  });
  it('has what is not told apart last and in its own colour, and never says that it is few', () => {
    const rows = Array.from({ length: 9 }, (_, index) => ({ id: `${index}`, name: `${index}`, value: index + 1 }));
    const rest = { id: OTHER, name: '400 others', value: 1_000 };
    const few = slicesOf(holdingSlices('container', [rest, ...rows.slice(0, 2)], entityColour));
    expect(few.map(({ name }) => name)).toEqual(['1', '0', '400 others']);
    expect(few.at(-1)?.colour).toBe('--entity-rest');
    expect(slicesOf(holdingSlices('container', [rest, ...rows], entityColour)).at(-1)).toMatchObject({
      name: 'all others',
    });
  });
});
