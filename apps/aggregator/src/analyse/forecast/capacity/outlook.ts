import { isKnown } from '../../series/quantile.js';
import { calmBusyLevels } from './busy.js';
import { busyOn, courseOf, type Course } from './course.js';

const DAY_MS = 86_400_000;
const FEWEST_DAYS = 8;
const BUSY_SHARE = 0.95;
/** How many horizons ahead the late end of the interval is looked for. */
const FURTHEST_HORIZONS = 4;

/** The past of a link, hourly or coarser, NaN = no data. */
export interface LinkHistory {
  readonly values: ArrayLike<number>;
  readonly stepMs: number;
  /** End of the last step. */
  readonly endMs: number;
}

/** What is asked: when do busy days use so much of the link? */
export interface LinkQuestion {
  /** In the unit of the values. */
  readonly capacity: number;
  readonly share: number;
  readonly horizonDays: number;
}

/** The answer, with the figures it rests on. */
export interface LinkOutlook {
  readonly kind: 'unknown' | 'reached' | 'reaches' | 'not within';
  /** Start of the first day that is expected to reach it, with the ends of the 90 % interval; null = not within four horizons. */
  readonly atMs: number | null;
  readonly earliestMs: number | null;
  readonly latestMs: number | null;
  /** How likely it is reached within the horizon. */
  readonly strength: number;
  readonly evidence: Readonly<Record<string, number>>;
}

/** When the busy days (their 95th percentile) of a link reach a share of its capacity, as their trend goes. */
export function linkOutlook(history: LinkHistory, question: LinkQuestion): LinkOutlook {
  const busy = calmBusyLevels(history.values, history.stepMs, BUSY_SHARE);
  if (busy.filter(isKnown).length < FEWEST_DAYS || !(question.capacity > 0))
    return { ...NOTHING, kind: 'unknown', evidence: {} };
  const course = courseOf(busy);
  const limit = question.share * question.capacity;
  const furthest = FURTHEST_HORIZONS * question.horizonDays;
  const dayOf = (side: -1 | 0 | 1): number | null => firstDay(course, limit, side, furthest);
  const day = dayOf(0);
  const evidence = evidenceOf(course, question, limit, day);
  if (day === 0) return { ...NOTHING, kind: 'reached', strength: 1, evidence };
  const at = (ahead: number | null): number | null => (ahead === null ? null : history.endMs + (ahead - 1) * DAY_MS);
  const within = day !== null && day <= question.horizonDays;
  return {
    kind: within ? 'reaches' : 'not within',
    atMs: at(day),
    earliestMs: at(dayOf(1)),
    latestMs: at(dayOf(-1)),
    strength: likelihood(course, limit, question.horizonDays),
    evidence,
  };
}

const NOTHING = { atMs: null, earliestMs: null, latestMs: null, strength: 0 } as const;

/** The first day, from today (0) on, on which the course, or an end of its interval, reaches the limit; null = none by then. */
function firstDay(course: Course, limit: number, side: -1 | 0 | 1, furthest: number): number | null {
  // A week that has reached it on its busiest day has reached it, whatever day is today.
  for (let ago = 0; ago < course.week.length; ago += 1) if (busyOn(course, -ago, 0) >= limit) return 0;
  for (let ahead = 1; ahead <= furthest; ahead += 1) if (busyOn(course, ahead, side) >= limit) return ahead;
  return null;
}

/** The logistic curve through the ends of the 90 % interval of the busiest day: close to the normal one, and without a table. */
function likelihood(course: Course, limit: number, horizonDays: number): number {
  const busiest = (side: -1 | 0 | 1): number =>
    Math.max(...Array.from(course.week, (_, ago) => busyOn(course, horizonDays - ago, side)));
  const above = busiest(0) - limit;
  const reach = Math.abs(busiest(above > 0 ? -1 : 1) - busiest(0));
  return reach > 0 ? 1 / (1 + Math.exp((-above / reach) * Math.log(19))) : Number(above >= 0);
}

function evidenceOf(course: Course, question: LinkQuestion, limit: number, day: number | null): Record<string, number> {
  const average = (ahead: number): number => busyOn({ ...course, week: course.week.map(() => 1) }, ahead, 0);
  return {
    busyNow: average(0),
    busyAtHorizon: average(question.horizonDays),
    growthPerDay: average(1) - average(0),
    limit,
    capacity: question.capacity,
    daysOfHistory: course.days,
    ...(day === null ? {} : { daysAhead: day }),
  };
}
