import type { MomentRange } from '@weir/model';
import { cyclesIn } from '../../calendar/cycle.js';
import { offsetMinutesAt, offsetText } from '../../calendar/offset.js';
import { dayNumber } from '../../calendar/day.js';
import { wallTimeOf } from '../../calendar/zone.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const MINUTES_AN_HOUR = 60;
/** Of a longer range, parts of this length would be more than anybody reads. */
const MOST_HOURS_MS = 2 * DAY_MS + HOUR_MS;
const MOST_DAYS_MS = 100 * DAY_MS;
/** Nowhere are clocks put back by more than two hours: what they show twice they show within this. */
const MOST_BACK_MS = 3 * HOUR_MS;

/** A part of a range by the clocks of a place; the first and the last may be cut. */
export interface Part extends MomentRange {
  /** `2026-11-22`, `2026-11`, or `2026-11-22 13:00`; `2026-10-25 02:00+01:00` of an hour that clocks show twice. */
  readonly name: string;
}

/** What a range is cut into: hours of one or two days, days of three months, months of all that is longer. */
export function partUnitOf({ fromMs, toMs }: MomentRange): 'hour' | 'day' | 'month' {
  const spanMs = toMs - fromMs;
  if (spanMs <= MOST_HOURS_MS) return 'hour';
  return spanMs <= MOST_DAYS_MS ? 'day' : 'month';
}

/** A range by the hours, days or months of a zone; a day on which clocks change has 23 or 25 hours. */
export function partsOf(range: MomentRange, timeZone: string): Part[] {
  const unit = partUnitOf(range);
  const spans = unit === 'hour' ? hoursIn(range, timeZone) : datesIn(range, timeZone, unit);
  const twice = unit === 'hour' ? shownTwice(range, timeZone) : new Set<string>();
  const withOffset = (name: string, atMs: number): string =>
    twice.has(name) ? name + offsetText(offsetMinutesAt(atMs, timeZone)) : name;
  return spans.map(({ fromMs, toMs }) => ({
    name: withOffset(nameOf(fromMs, timeZone, unit), fromMs),
    fromMs: Math.max(fromMs, range.fromMs),
    toMs: Math.min(toMs, range.toMs),
  }));
}

function datesIn(range: MomentRange, timeZone: string, unit: 'day' | 'month'): MomentRange[] {
  const begin = { resetMinute: 0, timeZone };
  const cycle =
    unit === 'day' ? ({ kind: 'daily', ...begin } as const) : ({ kind: 'monthly', resetDay: 1, ...begin } as const);
  return cyclesIn(cycle, range);
}

/** Hours begin when clocks show a whole one: half past, by UTC, in India. */
function hoursIn({ fromMs, toMs }: MomentRange, timeZone: string): MomentRange[] {
  const spans: MomentRange[] = [];
  for (let at = fromMs; at < toMs; at = spans.at(-1)?.toMs ?? toMs) {
    const { minuteOfDay } = wallTimeOf(at, timeZone);
    const begunMs = at - (minuteOfDay % MINUTES_AN_HOUR) * 60_000 - (at % 60_000);
    // Where clocks are changed by half an hour, as on Lord Howe, the next one is in the middle of an hour.
    spans.push({ fromMs: Math.max(begunMs, at), toMs: begunMs + HOUR_MS });
  }
  return spans;
}

/** Names of the hours that clocks show twice, also where the range has one of the two alone. */
function shownTwice({ fromMs, toMs }: MomentRange, timeZone: string): Set<string> {
  const near = hoursIn({ fromMs: fromMs - MOST_BACK_MS, toMs: toMs + MOST_BACK_MS }, timeZone);
  const names = near.map((hour) => nameOf(hour.fromMs, timeZone, 'hour'));
  return new Set(names.filter((name, index) => names.indexOf(name) < index));
}

function nameOf(atMs: number, timeZone: string, unit: 'hour' | 'day' | 'month'): string {
  const { year, month, day, minuteOfDay } = wallTimeOf(atMs, timeZone);
  const date = [String(year).padStart(4, '0'), ...[month, day].map((each) => String(each).padStart(2, '0'))];
  if (unit === 'month') return date.slice(0, 2).join('-');
  if (unit === 'day') return date.join('-');
  return `${date.join('-')} ${String(Math.floor(minuteOfDay / MINUTES_AN_HOUR)).padStart(2, '0')}:00`;
}

/** `22 November 2026 at 13:05`, by the clocks of a zone; with seconds, and parts of one, where the moment has some. */
export function momentText(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...(atMs % MINUTE_MS !== 0 && { second: '2-digit' }),
    ...(atMs % SECOND_MS !== 0 && { fractionalSecondDigits: 3 }),
  });
  return format.format(atMs);
}

/** The same of a moment that is not known to the second. */
export function minuteText(atMs: number, timeZone: string): string {
  return momentText(Math.floor(atMs / MINUTE_MS) * MINUTE_MS, timeZone);
}

/** A range by the clocks of a place. */
interface ZonedRange extends MomentRange {
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * `31 days`, `5 hours`, `23 h 30 min`: how long a range is, as sentences have it. Days are those of the clocks: a month in which they
 * change has as many, and is longer or shorter. Of hours and days, what is less than a second or a minute is rounded.
 */
export function lengthText({ fromMs, toMs, timeZone }: ZonedRange): string {
  const days = wholeDays({ fromMs, toMs, timeZone });
  if (days !== null && days >= 2) return `${String(days)} days`;
  const spanMs = roundedMs(toMs - fromMs);
  if (spanMs < SECOND_MS) return ofSeveral(spanMs, 'millisecond');
  if (spanMs < 2 * MINUTE_MS) return ofSeveral(spanMs / SECOND_MS, 'second');
  if (spanMs < 2 * HOUR_MS && spanMs % MINUTE_MS === 0) return ofSeveral(spanMs / MINUTE_MS, 'minute');
  return spanMs % HOUR_MS === 0 && spanMs < MOST_HOURS_MS ? ofSeveral(spanMs / HOUR_MS, 'hour') : partsText(spanMs);
}

/** Whole days by the clocks of the zone, which show the same time at its end; null where it is of no such. */
function wholeDays({ fromMs, toMs, timeZone }: ZonedRange): number | null {
  const [from, to] = [wallTimeOf(fromMs, timeZone), wallTimeOf(toMs, timeZone)];
  if (from.minuteOfDay !== to.minuteOfDay || (toMs - fromMs) % MINUTE_MS !== 0) return null;
  return dayNumber(to) - dayNumber(from);
}

/** Nobody reads seconds of a month. */
function roundedMs(spanMs: number): number {
  if (spanMs < HOUR_MS) return spanMs;
  const fineMs = spanMs < 2 * DAY_MS ? SECOND_MS : MINUTE_MS;
  return Math.round(spanMs / fineMs) * fineMs;
}

/** `22 d 14 h 3 min`. */
function partsText(spanMs: number): string {
  const days = spanMs < 2 * DAY_MS ? 0 : Math.floor(spanMs / DAY_MS);
  const restMs = spanMs - days * DAY_MS;
  const parts = [
    [days, 'd'],
    [Math.floor(restMs / HOUR_MS), 'h'],
    [Math.floor((restMs % HOUR_MS) / MINUTE_MS), 'min'],
    [(restMs % MINUTE_MS) / SECOND_MS, 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${String(count)} ${unit}`])).join(' ');
}

function ofSeveral(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** `these 31 days`. */
export function theseText(range: ZonedRange): string {
  const length = lengthText(range);
  return `${/^1 \w+$/.test(length) ? 'this' : 'these'} ${length}`;
}

/**
 * What an earlier range had, laid over the moments of a later one: a month may be longer than the one before, and what that has not is none
 * of the next.
 */
export function cutTo(
  range: MomentRange,
  values: readonly (number | null)[],
  atMs: readonly number[],
  earlierMs: number,
): (number | null)[] {
  return values.map((value, step) => ((atMs[step] ?? Infinity) - earlierMs < range.toMs ? value : null));
}
