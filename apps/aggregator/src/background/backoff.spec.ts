import { expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

it('doubles from 200 ms up to 5 s and stays there', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 1_000_000].map(backoffMs)).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});
