import type { MomentRange, Refusal } from '@weir/model';
import { Reader } from '../rule/reader.js';
import { type Matcher, readMatcher } from './matcher.js';
import { daysAfter } from '../../calendar/day.js';
import { spanOn as spanOfDay, type DayTimes } from '../../calendar/day-span.js';
import { type Weekday, weekdayOf, WEEKDAYS } from '../../calendar/weekday.js';
import { daysInMonth, isTimeZone, wallTimeOf, type WallTime } from '../../calendar/zone.js';

/** A time of quiet that comes again and again, by the clocks of a place. */
export interface Maintenance extends DayTimes {
  readonly id: string;
  readonly name: string;
  readonly matcher: Matcher;
  /** IANA name. */
  readonly timeZone: string;
  /** Days on which it begins; none = every day. */
  readonly weekdays: readonly Weekday[];
  /** Of a month: 1 to 31, or the first, second … such weekday; none = any. */
  readonly daysOfMonth: readonly number[];
  /** 1 to 5, and -1 for the last: the how-manyth of these weekdays of a month; null = each of them. */
  readonly weekOfMonth: number | null;
}

export type ReadMaintenance =
  | { readonly ok: true; readonly maintenance: Maintenance }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** A fifth Monday of a month may be two months away, the 31st too; one in a leap year is not asked for. */
const LOOKS_AHEAD_DAYS = 100;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads a maintenance window as the API gives it. */
export function readMaintenance(given: unknown): ReadMaintenance {
  const refusals: Refusal[] = [];
  const fields = Reader.of(given, '', refusals);
  if (!fields) return { ok: false, refusals };
  const maintenance: Maintenance = {
    id: fields.text('id', 64),
    name: fields.text('name', 120),
    matcher: readMatcher(fields, refusals),
    timeZone: fields.text('timeZone', 64, 'UTC'),
    fromMinute: readClock(fields, 'from'),
    toMinute: readClock(fields, 'to'),
    weekdays: fields.listOf('weekdays', WEEKDAYS),
    daysOfMonth: fields.list('daysOfMonth', 31, (value, path) => readDay(value, path, refusals)),
    weekOfMonth: fields.optionalNumber('weekOfMonth', { least: -1, most: 5 }),
  };
  if (!isTimeZone(maintenance.timeZone))
    fields.refuse('timeZone', 'must be the IANA name of a time zone, such as Europe/Berlin');
  refuseContradictions(fields, maintenance);
  fields.end();
  return refusals.length === 0 ? { ok: true, maintenance } : { ok: false, refusals };
}

/** Whether it is a time of quiet; it begins with its first moment and is over with its last. */
export function isQuietAt(maintenance: Maintenance, atMs: number): boolean {
  return [-1, 0].some((days) => {
    const span = spanOn(maintenance, dayAround(maintenance, atMs, days));
    return span !== null && span.fromMs <= atMs && atMs < span.toMs;
  });
}

/** The next times of it that are not over, for people to check that it is what they meant. */
export function nextSpans(maintenance: Maintenance, afterMs: number, count: number): MomentRange[] {
  const spans: MomentRange[] = [];
  for (let days = -1; days < LOOKS_AHEAD_DAYS && spans.length < count; days++) {
    const span = spanOn(maintenance, dayAround(maintenance, afterMs, days));
    if (span && span.toMs > afterMs) spans.push(span);
  }
  return spans;
}

/** The day of the zone so many days after the one that a moment is on. */
function dayAround({ timeZone }: Maintenance, atMs: number, days: number): WallTime {
  return daysAfter(wallTimeOf(atMs, timeZone), days);
}

/** The time of it that begins on a day; null where none does. */
function spanOn(maintenance: Maintenance, day: WallTime): MomentRange | null {
  return beginsOn(maintenance, day) ? spanOfDay(day, maintenance, maintenance.timeZone) : null;
}

function beginsOn({ weekdays, daysOfMonth, weekOfMonth }: Maintenance, shown: WallTime): boolean {
  const { year, month, day } = shown;
  if (weekdays.length > 0 && !weekdays.includes(weekdayOf(shown))) return false;
  if (daysOfMonth.length > 0 && !daysOfMonth.includes(day)) return false;
  if (weekOfMonth === -1) return day > daysInMonth(year, month) - 7;
  return weekOfMonth === null || Math.ceil(day / 7) === weekOfMonth;
}

function readClock(fields: Reader, field: string): number {
  const match = CLOCK.exec(fields.text(field, 5, '00:00'));
  if (!match) fields.refuse(field, 'must be a time of day from 00:00 to 23:59, in quotes');
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}

function readDay(value: unknown, path: string, refusals: Refusal[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 31) return value;
  refusals.push({ field: path, reason: 'must be a day of the month, 1 to 31' });
  return 1;
}

function refuseContradictions(fields: Reader, { weekdays, daysOfMonth, weekOfMonth }: Maintenance): void {
  if (weekOfMonth !== null && (!Number.isInteger(weekOfMonth) || weekOfMonth === 0))
    fields.refuse('weekOfMonth', 'must be 1 to 5, or -1 for the last');
  if (weekOfMonth !== null && weekdays.length === 0)
    fields.refuse('weekdays', 'must be named, for weekOfMonth counts them');
  if (weekOfMonth !== null && daysOfMonth.length > 0)
    fields.refuse('daysOfMonth', 'must be empty where weekOfMonth is given');
}
