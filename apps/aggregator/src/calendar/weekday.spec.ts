import { expect, it } from '@jest/globals';
import { weekdayOf } from './weekday.js';

it('knows the day of the week of a day', () => {
  expect(weekdayOf({ year: 2026, month: 11, day: 22 })).toBe('sunday');
  expect(weekdayOf({ year: 2026, month: 11, day: 23 })).toBe('monday');
  expect(weekdayOf({ year: 2028, month: 2, day: 29 })).toBe('tuesday');
});
