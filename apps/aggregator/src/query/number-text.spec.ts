import { describe, expect, it } from '@jest/globals';
import { roundedRate } from './group-bins.js';
import { textOfNumbers } from './number-text.js';

const textOf = (numbers: readonly (number | null)[]): string =>
  textOfNumbers(numbers.length, (index) => numbers[index] ?? null);

describe('textOfNumbers', () => {
  it.each([
    ['none', []],
    ['gaps', [null, 0, null]],
    ['whole numbers', [0, 7, 10, 99, 100, 2_147_483_647, 2_147_483_648, 2 ** 53 - 1, 1e21]],
    ['fractions', [0.001, 0.01, 0.1, 0.25, 0.999, 1.5, 12.03, 99_999.9, 1_234.567, 2_147_483_646.125]],
    ['more digits than rates have', [1 / 3, 0.000_1, 5e-324, 1e-7, 123_456.789_01, Number.MAX_VALUE]],
    ['what no rate is', [-1, -0.5, -0, NaN, Infinity]],
  ])('writes %s as JSON does', (_, numbers) => {
    expect(textOf(numbers)).toBe(JSON.stringify(numbers));
  });

  it('writes rates of every size as JSON does', () => {
    const rates = Array.from({ length: 20_000 }, (_, index) => roundedRate(1.001 ** index * (1 + (index % 7) / 13)));
    expect(textOf(rates)).toBe(JSON.stringify(rates));
  });
});
