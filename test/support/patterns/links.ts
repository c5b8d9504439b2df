import { busyLevels } from '../../../apps/aggregator/src/analyse/forecast/capacity/busy.js';
import { linkOutlook } from '../../../apps/aggregator/src/analyse/forecast/capacity/outlook.js';
import { median } from '../../../apps/aggregator/src/analyse/series/quantile.js';
import { Random } from './random.js';
import type { Tally } from './score.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const DAY_MS = DAY_HOURS * HOUR_MS;
const WORKDAYS = 5;
const ENDS_MS = Date.UTC(2026, 10, 21);
const QUESTION = { capacity: 125e6, share: 0.8, horizonDays: 90 };
const LIMIT = QUESTION.capacity * QUESTION.share;
/** Nobody can tell the days just before the horizon from those just after: no link is full in between. */
const WITHIN_DAYS = [10, 70] as const;
const BEYOND_DAYS = [150, 400] as const;
const LONG_DAYS = 700;

/** A link whose hours have a daily and a weekly cycle, on a level that grows or does not. */
interface Link {
  readonly days: number;
  /** Bytes a second of the fullest hour of a working day, so many days after the begin, before noise. */
  readonly level: (day: number) => number;
  /** Of the logarithm of an hour, beside what it has of the hour before. */
  readonly noise: number;
  readonly weekend: number;
}

/** What was told of a link, beside what is so. */
export interface Look {
  /** Days until its busy hours reach the limit; Infinity = not for long after the horizon. */
  readonly trueDays: number;
  /** What was told; null = nothing. */
  readonly toldDays: number | null;
  /** Whether the truth lies in the 90 % interval. */
  readonly isHeld: boolean;
}

/** Makes a link that will be full within the horizon, or one that will not, and looks ahead. */
export function lookAhead(seed: number, isFilling: boolean): Look {
  const random = new Random(seed * 7_919 + (isFilling ? 1 : 2));
  const link = makeLink(random, isFilling);
  const history = { values: hoursOf(random, link), stepMs: HOUR_MS, endMs: ENDS_MS };
  const { kind, atMs, earliestMs, latestMs } = linkOutlook(history, QUESTION);
  const daysUntil = (ms: number | null): number => (ms === null ? Infinity : (ms - ENDS_MS) / DAY_MS + 1);
  const trueDays = isFilling ? daysUntilFull(link) : Infinity;
  return {
    trueDays,
    toldDays: kind === 'reaches' ? daysUntil(atMs) : null,
    isHeld: trueDays >= daysUntil(earliestMs) && trueDays <= daysUntil(latestMs),
  };
}

/** As of any other class: a link that fills is an event, one that is told and does not is wrong. */
export function tallyOfLooks(looks: readonly Look[]): Tally {
  const isEvent = ({ trueDays }: Look): boolean => trueDays < Infinity;
  const told = looks.filter(({ toldDays }) => toldDays !== null);
  const found = told.filter(isEvent).length;
  return { found, missed: looks.filter(isEvent).length - found, wrong: told.length - found, delaysMs: [], late: 0 };
}

/** Of what was found, how far off the time left was, as a share of it. */
export function errorsOf(looks: readonly Look[]): number[] {
  return looks.flatMap(({ trueDays, toldDays }) =>
    toldDays === null || trueDays === Infinity ? [] : [Math.abs(toldDays - trueDays) / trueDays],
  );
}

/** Of links that fill, how often the interval has the truth. */
export function heldShareOf(looks: readonly Look[]): number {
  const filling = looks.filter(({ trueDays }) => trueDays < Infinity);
  return filling.filter(({ isHeld }) => isHeld).length / filling.length;
}

function makeLink(random: Random, isFilling: boolean): Link {
  const plain = {
    ...{ days: random.whole(30, 90), noise: random.between(0.04, 0.14) },
    weekend: random.chance(0.7) ? random.between(0.4, 0.9) : 1,
  };
  const full = LIMIT / busyOf({ ...plain, days: LONG_DAYS, level: () => 1 });
  return { ...plain, level: isFilling ? growing(random, full, plain.days) : calm(random, full, plain.days) };
}

/** By an amount or by a factor a day. */
function growing(random: Random, full: number, days: number): Link['level'] {
  const start = full * random.between(0.3, 0.65);
  const until = days + random.between(...WITHIN_DAYS);
  if (random.chance(0.5)) return (day) => start * (full / start) ** (day / until);
  return (day) => start + ((full - start) * day) / until;
}

/** It stays, falls, grows slowly, or rose at once by a third. */
function calm(random: Random, full: number, days: number): Link['level'] {
  const start = full * random.between(0.2, 0.6);
  const until = days + random.between(...BEYOND_DAYS);
  const roseOn = days * random.between(0.3, 0.7);
  return random.pick([
    () => start,
    (day: number) => start * (1 - (0.4 * day) / days),
    (day: number) => start + ((full - start) * day) / until,
    (day: number) => (day < roseOn ? start : (4 / 3) * start),
  ]);
}

function hoursOf(random: Random, { days, level, noise, weekend }: Link): Float64Array {
  let state = 0;
  return Float64Array.from({ length: days * DAY_HOURS }, (_, hour) => {
    state = 0.7 * state + noise * random.normal();
    const day = Math.floor(hour / DAY_HOURS);
    const ofDay = 0.6 + 0.4 * Math.sin((2 * Math.PI * (hour - 9)) / DAY_HOURS);
    return level(hour / DAY_HOURS) * (day % 7 < WORKDAYS ? 1 : weekend) * ofDay * Math.exp(state);
  });
}

/** The 95th percentile that a working day usually has: noise lifts it. */
function busyOf(link: Link): number {
  const busy = busyLevels(hoursOf(new Random(1), link), HOUR_MS, 0.95);
  return median(busy.filter((_, day) => day % 7 < WORKDAYS));
}

function daysUntilFull(link: Link): number {
  const lift = busyOf({ ...link, days: LONG_DAYS, level: () => 1 });
  const isFull = (day: number): boolean => day % 7 < WORKDAYS && link.level(day + 0.5) * lift >= LIMIT;
  let ahead = 1;
  while (!isFull(link.days - 1 + ahead)) ahead += 1;
  return ahead;
}
