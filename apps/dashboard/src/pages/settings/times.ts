import { formatAge, formatDateTime, formatDuration } from '../../format/time.js';

/** How long ago: `3 min ago`. */
export function agoWords(at: string, nowMs: number): string {
  return `${formatAge(Math.max(0, nowMs - Date.parse(at)))} ago`;
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
