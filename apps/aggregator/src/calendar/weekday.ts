import type { Day } from './day.js';

/** Days of the week, as they are named. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The day of the week of a day. */
export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[placeInWeekOf(day)] ?? 'monday';
}

/** How many days of the week come before a day: none before Monday. */
export function placeInWeekOf({ year, month, day }: Day): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}
