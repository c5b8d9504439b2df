import { describe, expect, it } from '@jest/globals';
import { formatCount, formatMilliseconds, formatPercent } from './quantity.js';

describe('formatCount', () => {
  it.each([
    [999, '999'],
    [1_234_567, '1,234,567'],
    ['9007199254740993', '9,007,199,254,740,993'],
  ])('writes %p as %p', (count, text) => expect(formatCount(count)).toBe(text));
});

describe('formatPercent', () => {
  it.each([
    [0, '0'],
    [0.04, '< 0.1'],
    [9.94, '9.9'],
    [12.4, '12'],
    [99.4, '99.4'],
    // What is nearly all is not all.
    [99.99, '99.9'],
    [100, '100'],
    [250.4, '250'],
  ])('writes %p as %p', (percent, text) => expect(formatPercent(percent)).toBe(text));
});

describe('formatMilliseconds', () => {
  it.each([
    [0, '0', 'ms'],
    [0.004, '< 0.01', 'ms'],
    [12.34, '12.3', 'ms'],
    [1_500, '1.50', 's'],
  ])('writes %p as %p %s', (ms, value, unit) => expect(formatMilliseconds(ms)).toEqual({ value, unit }));
});
