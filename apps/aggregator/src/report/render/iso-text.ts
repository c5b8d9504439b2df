import { offsetMinutesAt, offsetText } from '../../calendar/offset.js';

const MINUTE_MS = 60_000;

/** A moment by the clocks of a zone, as ISO 8601: `2026-11-22T13:05:00+01:00`. */
export function isoText(atMs: number, timeZone: string): string {
  const minutes = offsetMinutesAt(atMs, timeZone);
  const shown = new Date(atMs + minutes * MINUTE_MS).toISOString().slice(0, 19);
  return `${shown}${offsetText(minutes)}`;
}
