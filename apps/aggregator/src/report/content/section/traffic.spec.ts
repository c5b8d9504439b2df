import { expect, it } from '@jest/globals';
import { sumAt } from './traffic.js';

it('adds up both ways without the noise of fractions; null where neither is known', () => {
  expect(sumAt([[255.564], [255.564000000001]], 0)).toBe(511.128);
  expect(sumAt([[0.1], [0.2]], 0)).toBe(0.3);
  expect(sumAt([[null], [7]], 0)).toBe(7);
  expect(sumAt([[null], [null]], 0)).toBeNull();
});
