import { expect, it } from '@jest/globals';
import { dayNumber, daysAfter, midnightOf } from './day.js';

it('numbers days from 1970 on, and before', () => {
  expect(dayNumber({ year: 1970, month: 1, day: 1 })).toBe(0);
  expect(dayNumber({ year: 1969, month: 12, day: 31 })).toBe(-1);
  expect(midnightOf(20_779)).toEqual({ year: 2026, month: 11, day: 22, minuteOfDay: 0 });
});

it('goes over the ends of months and years', () => {
  expect(daysAfter({ year: 2028, month: 2, day: 28 }, 1)).toMatchObject({ month: 2, day: 29 });
  expect(daysAfter({ year: 2026, month: 1, day: 1 }, -1)).toMatchObject({ year: 2025, month: 12, day: 31 });
  expect(dayNumber({ year: 2026, month: 14, day: 0 })).toBe(dayNumber({ year: 2027, month: 1, day: 31 }));
});
