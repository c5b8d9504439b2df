import { expect, it } from '@jest/globals';
import type { ReportBlock, TableBlock } from '@weir/model';
import { wholeTables } from './whole-tables.js';

const part = (id: string, title: string | null, row: string, note: string | null = null): TableBlock => ({
  ...{ type: 'table', id, title, columns: [], rows: [[row]], note },
});
const section: ReportBlock = { type: 'section', id: 's', title: 'Hosts', level: 1 };

it('puts the parts of a long table together, with the title of the first and the note of the last', () => {
  const parts = [part('hosts', 'Hosts', 'a'), part('hosts', null, 'b'), part('hosts', null, 'c', 'All of them.')];
  const others = [part('hosts', 'Hosts again', 'd'), part('links', null, 'e'), section, part('links', null, 'f')];
  expect(wholeTables([...parts, ...others])).toEqual([
    { ...part('hosts', 'Hosts', 'a', 'All of them.'), rows: [['a'], ['b'], ['c']] },
    ...others,
  ]);
});
