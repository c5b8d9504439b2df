import type { WallTime } from './zone.js';

/** A day of the calendar, wherever clocks are. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;

/** Which day it is, in days since the first of 1970. Months and days may lie beyond their ends. */
export function dayNumber({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The midnight with which a day begins, by its number. */
export function midnightOf(number: number): WallTime {
  const day = new Date(number * DAY_MS);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), minuteOfDay: 0 };
}

/** The midnight with which the day begins that is so many days after another. */
export function daysAfter(day: Day, days: number): WallTime {
  return midnightOf(dayNumber(day) + days);
}
