import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import RateValue from './RateValue.vue';
import SparkLine from './SparkLine.vue';
import { type Column, headings, sortRows } from './table.js';
import UtilisationBar from './UtilisationBar.vue';

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

describe('SparkLine', () => {
  it('draws two paths', () => {
    const wrapper = mount(SparkLine, { props: { incoming: [[0, 1]], outgoing: [[0, 2]], from: 0, to: 10 } });
    expect(wrapper.findAll('path').map((path) => path.attributes('d')?.startsWith('M'))).toEqual([true, true]);
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
