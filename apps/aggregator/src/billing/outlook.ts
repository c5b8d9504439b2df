import type { MomentRange } from '@weir/model';
import { forecast } from '../analyse/forecast/forecast.js';
import { type Cycle, cyclesIn } from '../calendar/cycle.js';
import { daysOf } from './days.js';
import { addedUp, type Measure, type Quota, usedOf, type Volume } from './quota.js';

/** A day that was counted. */
export interface OutlookDay extends MomentRange, Volume {
  readonly coveredMs: number;
  readonly aliveMs: number;
  readonly countedUntilMs: number;
}

/** What is expected to be used by the end of a cycle, in bytes; nine of ten times it is within the interval. */
export interface Outlook {
  readonly usedBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  /** When the limit is reached, ms since 1970; null where it is not expected to be, or is by now. */
  readonly reachesLimitAtMs: number | null;
}

const DAY_MS = 86_400_000;
/** Two weeks: of less, nobody knows what a weekend is. */
const FEWEST_DAYS = 14;
/** Of which less is known tells little of itself. */
const LEAST_KNOWN_SHARE = 0.5;

/** What is used by now, and what is expected by the end of each day until the end of the cycle. */
interface Course {
  readonly used: number;
  readonly expected: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * What a cycle comes to, by the days that were counted, oldest first; null where two weeks are not known yet. The ends of the interval are
 * those of all days added up, as if all were off the same way: too wide rather than too narrow.
 */
export function outlookOf(
  { cycle, measure, limitBytes }: Pick<Quota, 'cycle' | 'measure' | 'limitBytes'>,
  days: readonly OutlookDay[],
  span: MomentRange,
): Outlook | null {
  const today = days.at(-1);
  if (!today || today.toMs <= span.fromMs) return null;
  const isOver = today.countedUntilMs >= today.toMs;
  const past = following(isOver ? days : days.slice(0, -1));
  const ahead = daysAhead(cycle, today, span);
  const counted = days.filter(({ fromMs }) => fromMs >= span.fromMs);
  const courses = partsOf(measure).map((part) => courseOf(part, past, ahead, addedUp(counted)));
  const known = courses.filter((course) => course !== null);
  if (known.length < courses.length) return null;
  const course = largest(known);
  return {
    ...{ usedBytes: last(course.expected), lowBytes: last(course.low), highBytes: last(course.high) },
    reachesLimitAtMs: limitBytes === null ? null : reachedAt(course, ahead, Number(limitBytes)),
  };
}

/** What is left of the day under way, and the days after it until the cycle ends. */
function daysAhead(cycle: Cycle, today: OutlookDay, { toMs }: MomentRange): MomentRange[] {
  const fromMs = today.countedUntilMs;
  const days = cyclesIn(daysOf(cycle), { fromMs, toMs });
  return days.map((day, index) => (index === 0 ? { fromMs, toMs: day.toMs } : day));
}

/** What is forecast apart: of the larger of two ways it is not known yet which that will be. */
function partsOf(measure: Measure): Measure[] {
  return measure === 'max' ? ['in', 'out'] : [measure];
}

function courseOf(
  part: Measure,
  past: readonly OutlookDay[],
  ahead: readonly MomentRange[],
  counted: Volume,
): Course | null {
  const used = Number(usedOf(part, counted));
  if (ahead.length === 0) return { used, expected: [used], low: [used], high: [used] };
  const values = sinceKnown(past.map((day) => perDay(part, day)));
  if (values.filter((value) => !Number.isNaN(value)).length < FEWEST_DAYS) return null;
  const found = forecast({ values, stepMs: DAY_MS }, ahead.length);
  if (!found) return null;
  const sums = (rates: Float64Array): number[] => {
    let sum = used;
    return ahead.map(({ fromMs, toMs }, day) => (sum += ((rates[day] ?? 0) * (toMs - fromMs)) / DAY_MS));
  };
  return { used, expected: sums(found.expected), low: sums(found.low), high: sums(found.high) };
}

/** What it would have been in 24 hours that are known throughout; NaN where too little is known. */
function perDay(part: Measure, day: OutlookDay): number {
  const { fromMs, toMs, coveredMs, aliveMs } = day;
  const perDayMs = DAY_MS / (toMs - fromMs);
  // There was nothing of it, so nothing passed.
  if (aliveMs === 0) return 0;
  const share = coveredMs / aliveMs;
  return share < LEAST_KNOWN_SHARE ? NaN : (Number(usedOf(part, day)) / share) * perDayMs;
}

/** Days before the first on which anything passed tell nothing of those to come. */
function sinceKnown(values: readonly number[]): number[] {
  const first = values.findIndex((value) => value > 0);
  return first < 0 ? [...values] : values.slice(first);
}

function largest(courses: readonly Course[]): Course {
  const of = (name: 'expected' | 'low' | 'high'): number[] =>
    (courses[0]?.[name] ?? []).map((_, day) => Math.max(...courses.map((course) => course[name][day] ?? 0)));
  const used = Math.max(...courses.map((course) => course.used));
  return { used, expected: of('expected'), low: of('low'), high: of('high') };
}

/** Within the day on which it is passed, as evenly as nobody knows better. */
function reachedAt({ used, expected }: Course, ahead: readonly MomentRange[], limit: number): number | null {
  const day = expected.findIndex((sum) => sum >= limit);
  const span = ahead[day];
  if (!span || used >= limit) return null;
  const [before, after] = [expected[day - 1] ?? used, expected[day] ?? limit];
  return Math.round(span.fromMs + ((limit - before) / (after - before)) * (span.toMs - span.fromMs));
}

/** The newest days that follow each other: before a gap weekdays would be other ones. */
function following(days: readonly OutlookDay[]): readonly OutlookDay[] {
  const gap = days.findLastIndex((day, index) => index > 0 && days[index - 1]?.toMs !== day.fromMs);
  return days.slice(Math.max(gap, 0));
}

const last = (values: readonly number[]): number => values.at(-1) ?? 0;
