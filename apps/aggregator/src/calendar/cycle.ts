import type { MomentRange } from '@weir/model';
import { dayNumber, midnightOf } from './day.js';
import { daysInMonth, momentOf, wallTimeOf } from './zone.js';

/** What comes again and again by the clocks of a place, and begins anew at a time of day. */
export type Cycle = CycleDays & {
  /** Minutes since midnight at which it begins, 0 to 1,439. */
  readonly resetMinute: number;
  /** IANA name. */
  readonly timeZone: string;
};

type CycleDays =
  | { readonly kind: 'daily' }
  /** On a day of the week, 1 = Monday to 7. */
  | { readonly kind: 'weekly'; readonly resetDay: number }
  /** On a day of the month, 1 to 31: on the last of a month that is shorter. */
  | { readonly kind: 'monthly'; readonly resetDay: number }
  /** Every so many days, one of which is named as `2026-11-22`. */
  | { readonly kind: 'everyDays'; readonly days: number; readonly firstDay: string };

export const CYCLE_KINDS = ['daily', 'weekly', 'monthly', 'everyDays'] as const;

const DAY_MS = 86_400_000;
/** 5 January 1970, in days since the first. */
const FIRST_MONDAY = 4;

/**
 * The time of a cycle that holds a moment. Where clocks show the time of its begin twice, it begins with the first; where they
 * skip it, as long after the jump as it would have been after the hour before. A day that a place leaves out has none.
 */
export function cycleAt(cycle: Cycle, atMs: number): MomentRange {
  let index = indexOf(cycle, atMs);
  while (borderMs(cycle, index) > atMs) index -= 1;
  while (borderMs(cycle, index + 1) <= atMs) index += 1;
  return { fromMs: borderMs(cycle, index), toMs: borderMs(cycle, index + 1) };
}

/** The times of a cycle that hold something of a range, oldest first. */
export function cyclesIn(cycle: Cycle, { fromMs, toMs }: MomentRange): MomentRange[] {
  const spans: MomentRange[] = [];
  for (let span = cycleAt(cycle, fromMs); span.fromMs < toMs; span = cycleAt(cycle, span.toMs)) spans.push(span);
  return spans;
}

/** The time of a cycle that holds a moment, and those before it, newest first. */
export function cyclesBack(cycle: Cycle, atMs: number, count: number): MomentRange[] {
  const spans: MomentRange[] = [];
  for (let at = atMs; spans.length < count; at = (spans.at(-1)?.fromMs ?? 0) - 1) spans.push(cycleAt(cycle, at));
  return spans;
}

/** Which time of the cycle begins on the day of a moment, or before; one beside it where it begins within that day. */
function indexOf(cycle: Cycle, atMs: number): number {
  const now = wallTimeOf(atMs, cycle.timeZone);
  const today = dayNumber(now);
  switch (cycle.kind) {
    case 'daily':
      return today;
    case 'weekly':
      return Math.floor((today - firstDayOf(cycle.resetDay)) / 7);
    case 'monthly':
      return now.year * 12 + now.month - 1;
    case 'everyDays':
      return Math.floor((today - dayNumberOf(cycle.firstDay)) / cycle.days);
  }
}

function borderMs(cycle: Cycle, index: number): number {
  const midnight = midnightOf(borderDay(cycle, index));
  return momentOf({ ...midnight, minuteOfDay: cycle.resetMinute }, cycle.timeZone, 'earlier');
}

/** In days since 1970. */
function borderDay(cycle: Cycle, index: number): number {
  switch (cycle.kind) {
    case 'daily':
      return index;
    case 'weekly':
      return firstDayOf(cycle.resetDay) + 7 * index;
    case 'monthly': {
      const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
      return dayNumber({ year, month, day: Math.min(cycle.resetDay, daysInMonth(year, month)) });
    }
    case 'everyDays':
      return dayNumberOf(cycle.firstDay) + cycle.days * index;
  }
}

const firstDayOf = (weekday: number): number => FIRST_MONDAY + weekday - 1;
const dayNumberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
