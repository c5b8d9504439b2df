import { expect, it } from '@jest/globals';
import type { TableBlock } from '@weir/model';
import { column, longTable } from './blocks.js';

const COLUMNS = [column('number', 'Number', 'count')];

function partsOf(count: number): TableBlock[] {
  const entries = Array.from({ length: count }, (_, place) => place);
  const head = { id: 'numbers', title: 'Numbers', columns: COLUMNS, note: 'From 0.' };
  return [...longTable(head, entries, (entry) => [entry])];
}

it.each([
  [0, [[0, 'Numbers', 'From 0.']]],
  [1_000, [[1_000, 'Numbers', 'From 0.']]],
  [
    2_001,
    [
      [1_000, 'Numbers', null],
      [1_000, null, null],
      [1, null, 'From 0.'],
    ],
  ],
])('a table of %i rows is of parts, each row in one of them, named once and noted once', (count, parts) => {
  const told = partsOf(count);
  expect(told.map(({ rows, title, note }) => [rows.length, title, note])).toEqual(parts);
  expect(told.flatMap(({ rows }) => rows.flat())).toEqual(Array.from({ length: count }, (_, place) => place));
});
