import { momentOf, wallTimeOf, type WallTime } from '../../../../calendar/zone.js';

/** A moment on the axis and what stands below it. */
export interface Tick {
  readonly atMs: number;
  readonly text: string;
}

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 1_440;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Steps in minutes, by the clock; whole days and months follow. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720] as const;
const DAY_STEPS = [1, 2, 7, 14] as const;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/** At most as many moments of `[fromMs, toMs]`, at round hours, days or months of the zone's clocks, also when they are changed. */
export function ticksOf(fromMs: number, toMs: number, timeZone: string, most: number): Tick[] {
  const minutes = (toMs - fromMs) / MINUTE_MS;
  const clock = CLOCK_STEPS.find((step) => minutes / step <= most);
  if (clock !== undefined) return walk(fromMs, toMs, timeZone, byClock(clock));
  const days = DAY_STEPS.find((step) => minutes / MINUTES_OF_DAY / step <= most);
  if (days !== undefined) return walk(fromMs, toMs, timeZone, byDay(days));
  const months = MONTH_STEPS.find((step) => minutes / MINUTES_OF_DAY / 30.4 / step <= most) ?? 240;
  return walk(fromMs, toMs, timeZone, byMonth(months));
}

/** The first at or before a wall time, the one after another, and what is written below it. */
interface Walk {
  readonly first: (wall: WallTime) => WallTime;
  readonly next: (wall: WallTime) => WallTime;
  readonly text: (wall: WallTime) => string;
}

function walk(fromMs: number, toMs: number, timeZone: string, { first, next, text }: Walk): Tick[] {
  const ticks: Tick[] = [];
  let wall = first(wallTimeOf(fromMs, timeZone));
  let last = -Infinity;
  for (let atMs = momentOf(wall, timeZone, 'earlier'); atMs <= toMs; atMs = momentOf(wall, timeZone, 'earlier')) {
    // A time that clocks jump over comes with one after it.
    if (atMs >= fromMs && atMs > last) ticks.push({ atMs, text: text(wallTimeOf(atMs, timeZone)) });
    last = Math.max(last, atMs);
    wall = next(wall);
  }
  return ticks;
}

const byClock = (step: number): Walk => ({
  first: (wall) => ({ ...wall, minuteOfDay: Math.floor(wall.minuteOfDay / step) * step }),
  next: (wall) => {
    const minute = wall.minuteOfDay + step;
    return minute < MINUTES_OF_DAY
      ? { ...wall, minuteOfDay: minute }
      : { ...onDay(wall, wall.day + 1), minuteOfDay: 0 };
  },
  text: (wall) => (wall.minuteOfDay === 0 ? dayText(wall) : clockText(wall.minuteOfDay)),
});

const byDay = (step: number): Walk => ({
  first: (wall) => onDay(wall, wall.day),
  next: (wall) => onDay(wall, wall.day + step),
  text: dayText,
});

const byMonth = (step: number): Walk => ({
  first: ({ year, month }) => inMonth(year, Math.floor((month - 1) / Math.min(step, 12)) * Math.min(step, 12)),
  next: ({ year, month }) => inMonth(year, month - 1 + step),
  text: ({ year, month }) => (month === 1 ? String(year) : (MONTHS[month - 1] ?? '')),
});

function onDay({ year, month }: WallTime, day: number): WallTime {
  const date = new Date(Date.UTC(year, month - 1, day));
  return wallOf(date);
}

function inMonth(year: number, monthIndex: number): WallTime {
  return wallOf(new Date(Date.UTC(year, monthIndex, 1)));
}

function wallOf(date: Date): WallTime {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minuteOfDay: 0 };
}

function dayText({ month, day }: WallTime): string {
  return `${day} ${MONTHS[month - 1] ?? ''}`;
}

function clockText(minuteOfDay: number): string {
  const [hour, minute] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
