import { describe, expect, it } from '@jest/globals';
import { noise } from './noise.fixture.js';
import { median, middleOf, quantile } from './quantile.js';

describe('quantile', () => {
  it('lies between two values in proportion, gaps left out', () => {
    expect(quantile([4, NaN, 1, 3, Infinity, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('median', () => {
  it('is what sorting would find, many equal values or none', () => {
    const random = noise(4);
    for (let count = 1; count <= 60; count += 1) {
      const values = Float64Array.from({ length: count }, () =>
        Math.floor(random.uniform() * (count % 2 === 0 ? 4 : 1e6)),
      );
      const sorted = Float64Array.from(values).sort();
      expect(median(values)).toBe((sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2);
    }
    expect(median([NaN])).toBeNaN();
    expect(middleOf(Float64Array.of(5, 1, 9, 7), 3)).toBe(5);
  });
});
