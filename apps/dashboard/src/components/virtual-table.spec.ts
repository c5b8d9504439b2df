import { afterEach, describe, expect, it } from '@jest/globals';
import { mount, type VueWrapper } from '@vue/test-utils';
import { h, nextTick } from 'vue';
import type { Column } from './table.js';
import VirtualTable from './VirtualTable.vue';

interface Row {
  readonly id: string;
  readonly name: string;
}

const rows: readonly Row[] = Array.from({ length: 50_000 }, (_, index) => ({
  id: String(index),
  name: index === 0 ? '<img src=x onerror=alert(1)>' : `eth${index}`,
}));
const columns: readonly Column<Row>[] = [
  { key: 'name', label: 'Name', sortable: true },
  { key: 'rate', label: 'Rate', numeric: true, sortable: true },
];
let wrapper: VueWrapper;
afterEach(() => wrapper.unmount());

function show(more: object = {}): void {
  wrapper = mount(VirtualTable, {
    attachTo: document.body,
    props: {
      caption: 'Interfaces',
      columns,
      rows,
      rowKey: ({ id }: Row) => id,
      sort: { column: 'rate', rising: false },
      empty: 'No row is left.',
      ...more,
    } as never,
    slots: { name: ({ row }: { row: Row }) => h('a', { href: `#${row.id}` }, row.name) } as never,
  });
}

const drawn = (): Element[] => [...wrapper.element.querySelectorAll('[data-row]')];

describe('VirtualTable', () => {
  it('draws a screenful of many rows, and says how many there are', () => {
    show({ total: 50_000 });
    expect(drawn().length).toBeGreaterThan(10);
    expect(drawn().length).toBeLessThan(60);
    expect(wrapper.text()).toContain('50,000 in all');
    expect(wrapper.get('[role=grid]').attributes('aria-rowcount')).toBe('50001');
  });

  it('shows hostile names as text', () => {
    show();
    expect(drawn()[0]?.textContent).toContain('<img src=x');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('asks for an order, and turns it when chosen again', async () => {
    show();
    const sorted = (): unknown[] =>
      wrapper.findAll('[role=columnheader]').map((heading) => heading.attributes('aria-sort'));
    expect(sorted()).toEqual([undefined, 'descending']);
    await wrapper.get('[aria-label="Sort by Rate"]').trigger('click');
    await wrapper.get('[aria-label="Sort by Name"]').trigger('click');
    expect(wrapper.emitted('update:sort')).toEqual([
      [{ column: 'rate', rising: true }],
      [{ column: 'name', rising: false }],
    ]);
    expect(sorted()).toEqual(['ascending', undefined]);
  });

  it('is walked with arrows, and opens a row with Enter', async () => {
    show();
    const press = async (key: string): Promise<void> => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await nextTick();
      await nextTick();
    };
    (drawn()[0] as HTMLElement).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowDown']) await press(key);
    expect(document.activeElement?.getAttribute('data-row')).toBe('2');
    expect(wrapper.findAll('[tabindex="0"][role=row]')).toHaveLength(1);
    const opened: unknown[] = [];
    wrapper.element.addEventListener('click', (event: Event) => opened.push((event.target as Element).textContent));
    await press('Enter');
    expect(opened).toEqual(['eth2']);
  });

  it('asks for more only where its rows end', () => {
    show();
    expect(wrapper.emitted('more')).toBeUndefined();
    wrapper.unmount();
    show({ rows: rows.slice(0, 20) });
    expect(wrapper.emitted('more')).toHaveLength(1);
  });

  it('says why it is empty, or that it waits', async () => {
    show({ rows: [] });
    expect(wrapper.text()).toContain('No row is left.');
    await wrapper.setProps({ loading: true } as never);
    expect(wrapper.text()).not.toContain('No row is left.');
  });

  it('puts rows under the names of their groups, with how many they are', () => {
    show({ rows: rows.slice(1, 6), groupBy: ({ id }: Row) => (Number(id) % 2 ? 'odd ones' : 'even ones') });
    const texts = [...wrapper.element.querySelectorAll('.body > [role=row]')].map(({ textContent }) =>
      textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(texts).toEqual(['odd ones 3', 'eth1', 'eth3', 'eth5', 'even ones 2', 'eth2', 'eth4']);
    expect(wrapper.emitted('show')?.at(-1)).toEqual([['1', '3', '5', '2', '4']]);
  });

  it('draws a screenful of many rows in one group, too', () => {
    show({ groupBy: () => 'all' });
    expect(drawn().length).toBeLessThan(60);
    expect(wrapper.get('.heading').text()).toContain('50,000');
  });
});
