import { describe, expect, it } from '@jest/globals';
import { formatCount, formatDuration, formatMilliseconds, formatPercent, formatSi } from './quantity.js';

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
    [34_079.1, '34,079'],
    [-1_250, '-1,250'],
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

describe('formatSi', () => {
  it.each([
    [0, '0', ''],
    [0.05, '< 0.1', ''],
    [1.25, '1.3', ''],
    [7, '7', ''],
    [999.4, '999', ''],
    [999.6, '1.00', 'k'],
    [12_345, '12.3', 'k'],
    [-123_456_000, '−123', 'M'],
    [5e21, '5000', 'E'],
  ])('writes %p as %p %s', (amount, value, unit) => expect(formatSi(amount)).toEqual({ value, unit }));
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [300, '300 ms'],
    [302_000, '5 min 2 s'],
    [3_600_000, '1 h'],
    // The two largest units, with none between them left out.
    [86_400_000 + 59_000, '1 d'],
    [3 * 86_400_000 + 4 * 3_600_000 + 59_000, '3 d 4 h'],
  ])('writes %p ms as %p', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));
});
