import { describe, expect, it } from '@jest/globals';
import { filled } from './gaps.js';

describe('filled', () => {
  it('takes the same phase of the nearest cycles', () => {
    const values = Float64Array.from({ length: 30 }, (_, index) => index % 10);
    values.fill(NaN, 12, 17);
    expect([...filled(values, [10])]).toEqual(Array.from({ length: 30 }, (_, index) => index % 10));
  });

  it('goes straight from neighbour to neighbour without a cycle, and level at the ends', () => {
    expect([...filled(Float64Array.of(NaN, 1, NaN, NaN, 4, NaN), [])]).toEqual([1, 1, 2, 3, 4, 4]);
  });

  it('leaves what is known', () => {
    expect([...filled(Float64Array.of(3, 1, 2), [2])]).toEqual([3, 1, 2]);
  });
});
