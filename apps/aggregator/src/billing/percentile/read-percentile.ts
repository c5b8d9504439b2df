import type { Decoded, MomentRange, Refusal } from '@weir/model';
import { WEEKDAYS } from '../../calendar/weekday.js';
import { isTimeZone } from '../../calendar/zone.js';
import type { Subject } from '../quota.js';
import { oneOf, readSubject, type Refuse, type WrittenSubject } from '../read-subject.js';
import type { Exclusions, WeeklyWindow } from './exclusions.js';
import { MISSING_SAMPLES, type MissingSamples } from './percentile.js';
import { type PercentilePrice, readPrice, type WrittenPrice } from './price.js';

/** Whose percentile is asked, and what counts for it, as the API gives it. */
export interface WrittenPercentile extends MomentRange {
  readonly subject: WrittenSubject;
  readonly timeZone: string;
  readonly missing: string;
  readonly weekly: readonly WrittenWindow[];
  readonly ranges: readonly MomentRange[];
  readonly price: WrittenPrice | null;
}

export interface WrittenWindow {
  readonly weekdays: readonly string[];
  /** `22:00`. */
  readonly from: string;
  readonly to: string;
}

/** The same, once it is known to make sense. */
export interface PercentileAsked extends MomentRange, Exclusions {
  readonly subject: Subject;
  readonly missing: MissingSamples;
  readonly price: PercentilePrice | null;
}

const DAY_MS = 86_400_000;
/** For as long as five minutes are kept, unless told otherwise. */
const MOST_DAYS = 400;
const MOST_WINDOWS = 20;
const MOST_RANGES = 200;
const YEAR_10000_MS = Date.UTC(10_000, 0);
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads what is asked, or tells what is wrong with it first. */
export function readPercentile(written: WrittenPercentile): Decoded<PercentileAsked> {
  const refusals: Refusal[] = [];
  const refuse: Refuse = (field, reason) => refusals.push({ field, reason });
  const { fromMs, toMs, timeZone, weekly, ranges, price } = written;
  refuseRange('', written, refuse);
  if (toMs - fromMs > MOST_DAYS * DAY_MS) refuse('from', `must be within ${MOST_DAYS} days before to`);
  if (!isTimeZone(timeZone)) refuse('timeZone', 'must be the IANA name of a time zone, such as Europe/Berlin');
  if (weekly.length > MOST_WINDOWS) refuse('excludeWeekly', `must be ${MOST_WINDOWS} windows at most`);
  if (ranges.length > MOST_RANGES) refuse('excludeRanges', `must be ${MOST_RANGES} ranges at most`);
  ranges.forEach((range, index) => refuseRange(`excludeRanges[${index}].`, range, refuse));
  const value: PercentileAsked = {
    ...{ fromMs, toMs, timeZone, ranges, subject: readSubject(written.subject, refuse) },
    missing: oneOf(MISSING_SAMPLES, 'missing', written.missing, refuse),
    weekly: weekly.map((window, index) => readWindow(window, `excludeWeekly[${index}]`, refuse)),
    price: price && readPrice(price, refuse),
  };
  return refusals[0] ? { ok: false, refusal: refusals[0] } : { ok: true, value };
}

function refuseRange(before: string, { fromMs, toMs }: MomentRange, refuse: Refuse): void {
  if (!(fromMs >= 0 && toMs < YEAR_10000_MS))
    refuse(`${before}from`, 'and to must lie between the years 1970 and 9999');
  if (fromMs >= toMs) refuse(`${before}from`, 'is not before to');
}

function readWindow({ weekdays, from, to }: WrittenWindow, field: string, refuse: Refuse): WeeklyWindow {
  return {
    weekdays: weekdays.map((day) => oneOf(WEEKDAYS, `${field}.weekdays`, day, refuse)),
    fromMinute: readClock(`${field}.from`, from, refuse),
    toMinute: readClock(`${field}.to`, to, refuse),
  };
}

function readClock(field: string, given: string, refuse: Refuse): number {
  const match = CLOCK.exec(given);
  if (!match) refuse(field, 'must be a time of day from 00:00 to 23:59');
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}
