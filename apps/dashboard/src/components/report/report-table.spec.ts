import { afterEach, expect, it } from '@jest/globals';
import type { TableBlock } from '@weir/model';
import { mount, type VueWrapper } from '@vue/test-utils';
import ReportTable from './ReportTable.vue';

const HOSTS: TableBlock = {
  ...{ type: 'table', id: 'hosts', title: 'Hosts', note: null },
  columns: [
    { name: 'host', label: 'Host', unit: 'text' },
    { name: 'rxBytes', label: 'Received', unit: 'bytes' },
    { name: 'last', label: 'Last', unit: 'time' },
  ],
  rows: [
    ['web-10', 5, 3_000],
    ['web-9', null, 1_000],
    [null, '9007199254740993', 2_000],
    ['db', 'no number', null],
  ],
};
let wrapper: VueWrapper;
afterEach(() => wrapper.unmount());

const show = (block: TableBlock): void => {
  const props = { block, name: 'Hosts', reading: { unit: 'bits', timeZone: 'UTC' } as const };
  wrapper = mount(ReportTable, { attachTo: document.body, props });
};
const first = (): string[] => wrapper.findAll('tbody tr').map((row) => row.get('td').text());
const sortedBy = (label: string): Promise<void> => wrapper.get(`[aria-label="Sort by ${label}"]`).trigger('click');
const sorts = (): unknown[] => wrapper.findAll('th').map((heading) => heading.attributes('aria-sort'));

it('is in the order of the report, and in another where readers want it: figures fall first, texts rise', async () => {
  show(HOSTS);
  expect([first(), sorts()]).toEqual([
    ['web-10', 'web-9', 'unknown', 'db'],
    [undefined, undefined, undefined],
  ]);
  await sortedBy('Received');
  expect([first(), sorts()]).toEqual([
    ['unknown', 'web-10', 'web-9', 'db'],
    [undefined, 'descending', undefined],
  ]);
  await sortedBy('Received');
  expect([first(), sorts()]).toEqual([
    ['web-9', 'db', 'web-10', 'unknown'],
    [undefined, 'ascending', undefined],
  ]);
  await sortedBy('Host');
  expect([first(), sorts()]).toEqual([
    ['unknown', 'db', 'web-9', 'web-10'],
    ['ascending', undefined, undefined],
  ]);
  await sortedBy('Last');
  expect(first()).toEqual(['web-10', 'unknown', 'web-9', 'db']);
});

it('sorts all its rows, of which the first are drawn', async () => {
  const rows = Array.from({ length: 1_000 }, (_, place) => [`web-${place}`, place, null]);
  show({ ...HOSTS, rows });
  await sortedBy('Received');
  expect([first().length, first()[0], first()[199]]).toEqual([200, 'web-999', 'web-800']);
  await wrapper.get('button.small').trigger('click');
  expect([first().length, first()[999]]).toEqual([1_000, 'web-0']);
});
