import { describe, expect, it } from '@jest/globals';
import { solve } from './cholesky.js';

describe('solve', () => {
  it('solves equations of which the lower half is given', () => {
    const solution = solve(Float64Array.of(4, 0, 0, 2, 5, 0, 1, 3, 6), Float64Array.of(11, 21, 25));
    expect([...solution!].map((value) => Number(value.toFixed(9)))).toEqual([1, 2, 3]);
  });

  it('refuses those that do not tell one solution', () => {
    expect(solve(Float64Array.of(1, 0, 1, 1), Float64Array.of(1, 1))).toBeNull();
  });
});
