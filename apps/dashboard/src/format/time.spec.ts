import { describe, expect, it } from '@jest/globals';
import { formatAge, formatClock, formatDateTime, formatDuration, toLocalField } from './time.js';

describe('formatAge', () => {
  it.each([
    [-300, '0.0 s'],
    [420, '0.4 s'],
    [9_940, '9.9 s'],
    [9_960, '9 s'],
    [12_700, '12 s'],
    [190_000, '3 min'],
    [7_300_000, '2 h'],
    [5.5 * 86_400_000, '5 d'],
  ])('%p ms is %s', (age, text) => expect(formatAge(age)).toBe(text));
});

describe('formatDuration', () => {
  it.each([
    [250, '250 ms'],
    [1_000, '1 s'],
    [302_000, '5 min 2 s'],
    [300_000, '5 min'],
    [3 * 86_400_000 + 4 * 3_600_000 + 59_000, '3 d 4 h'],
    [86_400_000 + 60_000, '1 d'],
  ])('%p ms is %s', (duration, text) => expect(formatDuration(duration)).toBe(text));
});

describe('moments', () => {
  const at = new Date(2026, 10, 21, 9, 5, 7).getTime();

  it('writes local time', () => {
    expect(formatClock(at, true)).toBe('09:05:07');
    expect(formatClock(at, false)).toBe('09:05');
    expect(formatDateTime(at)).toBe('2026-11-21 09:05:07');
    expect(toLocalField(at)).toBe('2026-11-21T09:05');
  });
});
