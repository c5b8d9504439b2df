import type { MomentRange } from '@weir/model';
import { cyclesIn } from '../../calendar/cycle.js';
import { offsetMinutesAt, offsetText } from '../../calendar/offset.js';
import { wallTimeOf } from '../../calendar/zone.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
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

/** `22 November 2026 at 13:05`, by the clocks of a zone. */
export function momentText(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
  return format.format(atMs);
}

/** `31 days`, `5 hours`, `60 minutes`: how long a range is, of several but for one second, as sentences have it. */
export function lengthText({ fromMs, toMs }: MomentRange): string {
  const spanMs = toMs - fromMs;
  const [days, hours, minutes] = [DAY_MS, HOUR_MS, MINUTE_MS].map((unitMs) => Math.round(spanMs / unitMs)) as Lengths;
  // A month in which clocks change is an hour longer or shorter, and as many days.
  if (days >= 2 && Math.abs(spanMs - days * DAY_MS) <= HOUR_MS) return `${String(days)} days`;
  if (hours >= 2) return `${String(hours)} hours`;
  if (minutes >= 2) return `${String(minutes)} minutes`;
  const seconds = Math.round(spanMs / 1_000);
  return seconds === 1 ? '1 second' : `${String(seconds)} seconds`;
}

/** `these 31 days`. */
export function theseText(range: MomentRange): string {
  const length = lengthText(range);
  return `${length.startsWith('1 ') ? 'this' : 'these'} ${length}`;
}

type Lengths = [days: number, hours: number, minutes: number];

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
