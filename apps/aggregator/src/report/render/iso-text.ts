import { wallTimeOf } from '../../calendar/zone.js';

const MINUTE_MS = 60_000;

/** A moment by the clocks of a zone, as ISO 8601: `2026-11-22T13:05:00+01:00`. */
export function isoText(atMs: number, timeZone: string): string {
  const { year, month, day, minuteOfDay } = wallTimeOf(atMs, timeZone);
  const shownMs = Date.UTC(year, month - 1, day) + minuteOfDay * MINUTE_MS;
  const offsetMinutes = Math.round((shownMs - Math.floor(atMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
  const seconds = new Date(atMs).toISOString().slice(17, 19);
  return `${new Date(shownMs).toISOString().slice(0, 17)}${seconds}${offsetText(offsetMinutes)}`;
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
