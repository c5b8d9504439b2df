import type { Silence } from '../../api/operations/silences.js';
import { formatDateTime, formatDuration } from '../../format/time.js';

/** A day and a time to the minute. */
export function minuteWords(at: string): string {
  return formatDateTime(Date.parse(at)).slice(0, 16);
}

/** From when to when: the day once, where both are of one. */
export function spanWords({ from, until }: { readonly from: string; readonly until: string }): string {
  const [begins, ends] = [minuteWords(from), minuteWords(until)];
  return begins.slice(0, 10) === ends.slice(0, 10) ? `${begins} to ${ends.slice(11)}` : `${begins} to ${ends}`;
}

/** Where a silence stands. */
export function silenceState({ from, until, isActive }: Silence, now: number): string {
  if (isActive) return `quiet now, for ${formatDuration(Math.max(60_000, Date.parse(until) - now))} more`;
  return Date.parse(from) > now ? 'to come' : 'over';
}
