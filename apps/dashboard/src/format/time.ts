import { momentOf, wallOf } from './zone.js';

export { formatDuration } from '@weir/model';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** How old something is: `0.4 s`, `12 s`, `3 min`, `2 h`, `5 d`. Under ten seconds with a tenth, since it is watched. */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs);
  if (age < 10 * SECOND_MS - 50) return `${(age / SECOND_MS).toFixed(1)} s`;
  if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS)} s`;
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  return age < DAY_MS ? `${Math.floor(age / HOUR_MS)} h` : `${Math.floor(age / DAY_MS)} d`;
}

/** Time of day, to the second where seconds matter. */
export function formatClock(atMs: number, withSeconds: boolean): string {
  const wall = wallOf(atMs);
  const clock = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  return withSeconds ? `${clock}:${two(wall.getUTCSeconds())}` : clock;
}

/** Date and time, sortable by eye: `2026-11-21 14:03:20`. */
export function formatDateTime(atMs: number): string {
  return `${formatDate(atMs)} ${formatClock(atMs, true)}`;
}

/** What a `datetime-local` field holds: time by the clocks that are chosen, to the minute. */
export function toLocalField(atMs: number): string {
  return `${formatDate(atMs)}T${formatClock(atMs, false)}`;
}

/** The same to the second. */
export function toLocalSecondsField(atMs: number): string {
  return `${formatDate(atMs)}T${formatClock(atMs, true)}`;
}

const FIELD = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** The moment that such a field holds; NaN where that is none. */
export function fromLocalField(text: string): number {
  const [year, month, day, hour, minute, second] = (FIELD.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined) return NaN;
  return momentOf(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** The day of the week: `Saturday`. */
export function formatWeekday(atMs: number): string {
  return WEEKDAYS[wallOf(atMs).getUTCDay()] ?? '';
}

/** The date: `2026-11-21`. */
export function formatDate(atMs: number): string {
  const wall = wallOf(atMs);
  return `${wall.getUTCFullYear()}-${two(wall.getUTCMonth() + 1)}-${two(wall.getUTCDate())}`;
}

function two(amount: number): string {
  return String(amount).padStart(2, '0');
}
