import { expect, it } from '@jest/globals';
import type { TableBlock } from '@weir/model';
import { tableNames } from './table-names.js';

const tableOf = (id: string, title: string | null): TableBlock => ({
  ...{ type: 'table', id, title, columns: [], rows: [], note: null },
});

it('tells parts of a table apart, whether they bear its title or not', () => {
  const tables = [tableOf('hosts', 'Hosts'), tableOf('changes', null), tableOf('changes', null), tableOf('x', 'Hosts')];
  const names = tableNames([{ type: 'section', id: 's', title: 'Hosts', level: 1 }, ...tables]);
  expect(tables.map((table) => names.get(table))).toEqual(['Hosts', 'changes', 'changes, 2', 'Hosts, 2']);
});
