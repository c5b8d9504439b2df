/** Days of the week, as they are named. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The day of the week of a day. */
export function weekdayOf(day: { readonly year: number; readonly month: number; readonly day: number }): Weekday {
  const fromSunday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
  return WEEKDAYS[(fromSunday + 6) % 7] ?? 'monday';
}
