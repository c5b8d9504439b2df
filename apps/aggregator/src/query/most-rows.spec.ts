import { expect, it } from '@jest/globals';
import { MOST_ROWS, refusalOfRows } from './most-rows.js';

it('refuses files of more rows than anybody reads, and says what to ask for', () => {
  expect(refusalOfRows(MOST_ROWS, 'step', 'a longer step')).toBeNull();
  expect(refusalOfRows(MOST_ROWS + 1, 'step', 'a longer step')).toEqual({
    field: 'step',
    reason: 'makes 10000001 rows: ask for 10000000 or fewer, by a longer step',
  });
});
