import { wallOf } from '../../format/zone.js';
import type { HeatRow } from '../heat/heat-data.js';

/** Days of a week, as rows are called. */
export const DAYS: readonly string[] = [
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
];
/** Hours of a day, as columns are called. */
export const HOURS: readonly string[] = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** `Tuesday 02:00 to 03:00`. */
export function hourWords(hourOfWeek: number): string {
  const hour = hourOfWeek % HOURS.length;
  return `${DAYS[Math.floor(hourOfWeek / HOURS.length)]} ${HOURS[hour]} to ${HOURS[(hour + 1) % HOURS.length]}`;
}

/** The hour of the week of a moment, in the reader's time: 0 is Monday 00:00. */
export function hourOfWeek(atMs: number): number {
  const wall = wallOf(atMs);
  return ((wall.getUTCDay() + DAYS.length - 1) % DAYS.length) * HOURS.length + wall.getUTCHours();
}

/** Counts by hour of the week as rows of a heat map; an hour in which nothing was is a zero, not a gap. */
export function weekRows(counts: readonly number[]): HeatRow[] {
  return DAYS.map((day, index) => ({
    ...{ id: day, name: day },
    cells: HOURS.map((_, hour) => counts[index * HOURS.length + hour] ?? 0),
  }));
}
