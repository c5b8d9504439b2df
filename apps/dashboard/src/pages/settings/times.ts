import { formatAge, formatDateTime, formatDuration } from '../../format/time.js';

const MINUTE_MS = 60_000;

/** How long ago: `3 min ago`; it is kept to the minute. */
export function agoWords(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  return ageMs < MINUTE_MS ? 'just now' : `${formatAge(ageMs)} ago`;
}

/** How long it still holds: `for 29 d 23 h more`, or since when not. */
export function untilWords(at: string, nowMs: number): string {
  const leftMs = Date.parse(at) - nowMs;
  return leftMs > 0 ? `for ${formatDuration(Math.max(1_000, leftMs))} more` : `over since ${dateWords(at)}`;
}

/** Date and time, local: `2026-11-22 14:30:12`. */
export function dateWords(at: string): string {
  return formatDateTime(Date.parse(at));
}
