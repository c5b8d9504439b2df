import type { MomentRange } from '@weir/model';
import { type Day, dayNumber, daysAfter, midnightOf } from './day.js';
import { placeInWeekOf } from './weekday.js';
import { momentOf, wallTimeOf, type WallTime } from './zone.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Unit = (typeof UNITS)[number];

const LENGTHS_MS = {
  lastHour: HOUR_MS,
  last24Hours: DAY_MS,
  last7Days: 7 * DAY_MS,
  last30Days: 30 * DAY_MS,
} as const;

/** Those that end now. */
const ROLLING_RANGES = ['lastHour', 'last24Hours', 'last7Days', 'last30Days'] as const;
/** Those of the calendar that go on until now, and the whole ones before them. Weeks begin on Mondays. */
const CURRENT_RANGES = ['thisDay', 'thisWeek', 'thisMonth', 'thisQuarter', 'thisYear'] as const;
const PAST_RANGES = ['lastDay', 'lastWeek', 'lastMonth', 'lastQuarter', 'lastYear'] as const;

/** Ranges that people name. */
export const CALENDAR_RANGES = [...ROLLING_RANGES, ...CURRENT_RANGES, ...PAST_RANGES] as const;
export type CalendarRange = (typeof CALENDAR_RANGES)[number];

/** A range, and the one that it is compared with. */
export interface ComparedRange extends MomentRange {
  readonly before: MomentRange;
}

/** What a name means at a moment. What still goes on is compared with as much of the one before, by clocks of the zone. */
export function calendarRange(name: CalendarRange, timeZone: string, nowMs: number): ComparedRange {
  if (isRolling(name)) return withBefore({ fromMs: nowMs - LENGTHS_MS[name], toMs: nowMs });
  const unit = UNITS.find((each) => name.toLowerCase().endsWith(each)) ?? 'day';
  const now = wallTimeOf(nowMs, timeZone);
  const [current, last, secondLast] = [0, -1, -2].map((shift) => beginOf(unit, now, shift)) as [
    WallTime,
    WallTime,
    WallTime,
  ];
  const at = (shown: WallTime): number => momentOf(shown, timeZone, 'earlier');
  if (name.startsWith('last')) {
    return { fromMs: at(last), toMs: at(current), before: { fromMs: at(secondLast), toMs: at(last) } };
  }
  const asFar =
    at({ ...daysAfter(last, dayNumber(now) - dayNumber(current)), minuteOfDay: now.minuteOfDay }) + (nowMs % 60_000);
  return {
    ...{ fromMs: at(current), toMs: nowMs },
    before: { fromMs: at(last), toMs: Math.min(asFar, at(current)) },
  };
}

/** Any range, and the one just as long before it. */
export function withBefore({ fromMs, toMs }: MomentRange): ComparedRange {
  return { fromMs, toMs, before: { fromMs: fromMs - (toMs - fromMs), toMs: fromMs } };
}

function isRolling(name: CalendarRange): name is (typeof ROLLING_RANGES)[number] {
  return name in LENGTHS_MS;
}

/** The first day of the unit that a day is in, or of one so many before it. */
function beginOf(unit: Unit, { year, month, day }: WallTime, shift: number): WallTime {
  switch (unit) {
    case 'day':
      return dayAt({ year, month, day: day + shift });
    case 'week': {
      const weekday = placeInWeekOf({ year, month, day });
      return dayAt({ year, month, day: day - weekday + 7 * shift });
    }
    case 'month':
      return dayAt({ year, month: month + shift, day: 1 });
    case 'quarter':
      return dayAt({ year, month: Math.floor((month - 1) / 3) * 3 + 1 + 3 * shift, day: 1 });
    case 'year':
      return dayAt({ year: year + shift, month: 1, day: 1 });
  }
}

const dayAt = (day: Day): WallTime => midnightOf(dayNumber(day));
