import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import ChartLegend from './ChartLegend.vue';
import DataTable from './DataTable.vue';
import InterfaceName from './InterfaceName.vue';
import RateValue from './RateValue.vue';
import SparkLine from './SparkLine.vue';
import { type Column, headings, sortRows } from './table.js';
import UtilisationBar from './UtilisationBar.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const words = (text: string): string => text.replace(/[\s\u202f]+/g, ' ').trim();

describe('RateValue', () => {
  it('sets number and unit apart', () => {
    const wrapper = mount(RateValue, { props: { reading: 1_550_000, kind: 'bits' } });
    expect(words(wrapper.text())).toBe('12.4 Mbit/s');
    expect(wrapper.find('.unit').text()).toBe('Mbit/s');
  });
  it('says in words what is no number', () => {
    expect(mount(RateValue, { props: { reading: 'unread', kind: 'bits' } }).text()).toBe('unreadable');
    expect(mount(RateValue, { props: { reading: 'unknown', kind: 'errors', bare: true } }).text()).toBe('unknown');
  });
  it('leaves the unit to the heading where asked', () => {
    expect(words(mount(RateValue, { props: { reading: 1_500, kind: 'packets', bare: true } }).text())).toBe('1.50 k');
  });
});

describe('UtilisationBar', () => {
  it('shows the share, and is loud only when the link is nearly full', () => {
    const full = mount(UtilisationBar, { props: { share: 0.95 } });
    expect(full.text()).toBe('95 %');
    expect(full.find('.bad').exists()).toBe(true);
    expect(mount(UtilisationBar, { props: { share: null } }).text()).toBe('unknown');
  });
});

describe('InterfaceName', () => {
  it('shows a hostile container name as text', () => {
    const iface = {
      id: 'a',
      name: 'eth0',
      class: 'CONTAINER',
      network: { name: 'shop' },
      containers: [{ name: HOSTILE, pod: null }],
    };
    const wrapper = mount(InterfaceName, { props: { iface, host: 'paris', coloured: true } });
    expect(wrapper.find('img').exists()).toBe(false);
    expect(wrapper.text()).toContain(HOSTILE);
    expect(wrapper.text()).toContain('shop · paris');
  });
});

describe('SparkLine', () => {
  it('draws two paths', () => {
    const wrapper = mount(SparkLine, { props: { incoming: [[0, 1]], outgoing: [[0, 2]], from: 0, to: 10 } });
    expect(wrapper.findAll('path').map((path) => path.attributes('d')?.startsWith('M'))).toEqual([true, true]);
  });
});

describe('ChartLegend', () => {
  const entity = {
    id: 'a',
    name: HOSTILE,
    incomingColour: '--entity-1',
    outgoingColour: '--entity-1-out',
    incoming: [
      [1, 100],
      [2, null],
      [3, 300],
    ] as const,
    outgoing: [[1, null]] as const,
  };
  it('gives last, mean and largest of what is known', () => {
    const wrapper = mount(ChartLegend, { props: { entities: [entity], kind: 'bytes' } });
    const [incoming, outgoing] = wrapper.findAll('.line').map((line) => words(line.text()));
    expect(incoming).toBe('↓ 300 B/s avg 200 B/s max 300 B/s');
    expect(outgoing).toBe('↑ no data avg no data max no data');
    expect(wrapper.find('img').exists()).toBe(false);
  });
  it('takes an entity off the chart', async () => {
    const wrapper = mount(ChartLegend, { props: { entities: [entity], kind: 'bytes', removable: true } });
    await wrapper.find('button').trigger('click');
    expect(wrapper.emitted('remove')).toEqual([['a']]);
  });
});

interface Row {
  readonly name: string;
  readonly load: number;
  readonly kind: string;
}

const columns: readonly Column<Row>[] = [
  { key: 'name', label: 'Name', sortBy: ({ name }) => name },
  { key: 'load', label: 'In', group: 'Traffic', numeric: true, sortBy: ({ load }) => load },
  { key: 'out', label: 'Out', group: 'Traffic' },
];
const rows: readonly Row[] = [
  { name: 'eth10', load: 5, kind: 'x' },
  { name: 'eth2', load: 9, kind: 'y' },
  { name: 'br0', load: 5, kind: 'x' },
];

describe('sortRows', () => {
  it('lets numbers fall and texts rise, numbers in names by value, equals in their order', () => {
    const names = (column: string, rising: boolean): string[] =>
      sortRows(rows, columns, { column, rising }).map(({ name }) => name);
    expect(names('load', false)).toEqual(['eth2', 'eth10', 'br0']);
    expect(names('load', true)).toEqual(['eth10', 'br0', 'eth2']);
    expect(names('name', false)).toEqual(['br0', 'eth2', 'eth10']);
    expect(names('nonsense', false)).toEqual(['eth10', 'eth2', 'br0']);
  });
  it('puts neighbours of one group under one heading', () => {
    expect(headings(columns).map(({ label, span }) => [label, span])).toEqual([
      ['', 1],
      ['Traffic', 2],
    ]);
  });
});

describe('DataTable', () => {
  function table(more: object = {}) {
    return mount(DataTable<Row>, {
      props: {
        caption: 'T',
        columns,
        rows,
        rowKey: (row: Row) => row.name,
        empty: 'Nothing.',
        sort: { column: 'load', rising: false },
        ...more,
      },
      slots: { name: ({ row }: { row: Row }) => row.name },
    });
  }
  const order = (wrapper: ReturnType<typeof table>): string[] =>
    wrapper.findAll('[data-row]').map((row) => row.attributes('data-row') ?? '');

  it('sorts by its headings, and says so', async () => {
    const wrapper = table();
    expect(order(wrapper)).toEqual(['eth2', 'eth10', 'br0']);
    expect(wrapper.find('[aria-sort]').attributes('aria-sort')).toBe('descending');
    await wrapper.find('button[aria-label="Sort by Traffic In"]').trigger('click');
    expect(wrapper.emitted('update:sort')).toEqual([[{ column: 'load', rising: true }]]);
    await wrapper.find('button[aria-label="Sort by Name"]').trigger('click');
    expect(wrapper.emitted('update:sort')?.[1]).toEqual([{ column: 'name', rising: false }]);
  });

  it('groups rows under their names with their number', () => {
    const wrapper = table({ groupBy: (row: Row) => row.kind });
    expect(wrapper.findAll('.group').map((group) => words(group.text()))).toEqual(['y 1', 'x 2']);
  });

  it('says what is so when no row is left', () => {
    expect(table({ rows: [] }).text()).toContain('Nothing.');
  });
});
