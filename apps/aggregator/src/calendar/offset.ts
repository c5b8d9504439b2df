import { wallTimeOf } from './zone.js';

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;

/** By how many minutes clocks of the zone are ahead of UTC at a moment. */
export function offsetMinutesAt(atMs: number, timeZone: string): number {
  const { year, month, day, minuteOfDay } = wallTimeOf(atMs, timeZone);
  const shownMs = Date.UTC(year, month - 1, day) + minuteOfDay * MINUTE_MS;
  return Math.round(shownMs / MINUTE_MS) - Math.floor(atMs / MINUTE_MS);
}

/** The same as ISO 8601 has it behind a time: `+01:00`, `-03:30`, `Z`. */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / MINUTES_AN_HOUR), Math.abs(minutes) % MINUTES_AN_HOUR];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
