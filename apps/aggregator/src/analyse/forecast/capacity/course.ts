import { cycleProfile } from '../../series/profile.js';
import { amountOn, lineOf, reachOn, stepOf, type Line } from './line.js';

const DAYS_A_WEEK = 7;
/** A week's shape is told from chance when it was seen so often. */
const FEWEST_WEEKS = 3;
/** Neighbours in the order of busy days that lie closer than so many errors of their means are taken for equal. */
const ERRORS_OF_EQUALS = 5;
/** Of two that fit alike, growth by an amount is the likelier: nothing grows by a factor for long. */
const ODDS_OF_FACTORS = 0.5;
/** A line believed by less has no say in the interval. */
const NOT_BELIEVED = 0.1;

/**
 * Where busy levels are heading: growth by an amount, growth by a factor, and one step to another level, each with the share it
 * is believed in, and the shape of the week. Which of them it is shows in the past too late to bet on one.
 */
export interface Course {
  readonly lines: readonly { readonly line: Line; readonly belief: number }[];
  readonly week: Float64Array;
  readonly days: number;
}

/** Days of a week differ by a factor: what grows, grows on its busy days by more. */
export function courseOf(busy: Float64Array): Course {
  const week = busy.length < FEWEST_WEEKS * DAYS_A_WEEK ? new Float64Array(DAYS_A_WEEK).fill(1) : weekOf(busy);
  const calm = busy.map((level, day) => level / (week[day % DAYS_A_WEEK] ?? 1));
  return { lines: believed(calm), week, days: busy.length };
}

/** How busy a day is expected to be, or an end of the 90 % interval of its trend: of all lines that may well be the true one. */
export function busyOn(course: Course, ahead: number, side: -1 | 0 | 1): number {
  const weekday = course.week[(DAYS_A_WEEK + course.days - 1 + ahead) % DAYS_A_WEEK] ?? 1;
  return weekday * (side === 0 ? expected(course, ahead) : endOf(course, ahead, side));
}

function expected({ lines }: Course, ahead: number): number {
  return lines.reduce((sum, { line, belief }) => sum + belief * amountOn(line, ahead), 0);
}

function endOf({ lines }: Course, ahead: number, side: -1 | 1): number {
  const ends = lines
    .filter(({ belief }) => belief > NOT_BELIEVED)
    .map(({ line }) => amountOn(line, ahead, side * reachOn(line, ahead, side)));
  return side < 0 ? Math.min(...ends) : Math.max(...ends);
}

/** By the likelihood of each, as normal errors have it. */
function believed(busy: Float64Array): Course['lines'] {
  const lines = [{ line: lineOf(busy, false), odds: 1 }];
  const step = stepOf(busy);
  // Some day always parts the levels best: each of them might have been it.
  if (step) lines.push({ line: step, odds: 1 / busy.length });
  if (busy.every((level) => !(level <= 0))) lines.push({ line: lineOf(busy, true), odds: ODDS_OF_FACTORS });
  const best = lines.reduce((one, other) => (other.line.misfit < one.line.misfit ? other : one)).line;
  const raw = lines.map(({ line, odds }) => ({
    line,
    // Of a link that always carries the same, all fit without a rest.
    belief: line.misfit === best.misfit ? odds : odds * (best.misfit / line.misfit) ** (best.independentDays / 2),
  }));
  const total = raw.reduce((sum, { belief }) => sum + belief, 0);
  return raw.map(({ line, belief }) => ({ line, belief: belief / total }));
}

function weekOf(busy: Float64Array): Float64Array {
  const line = lineOf(busy, false);
  const ratios = busy.map((level, day) => {
    const ratio = level / amountOn(line, day + 1 - busy.length);
    return ratio > 0 ? Math.log(ratio) : NaN;
  });
  const profile = cycleProfile(ratios, DAYS_A_WEEK);
  return withEqualsAlike(profile, spreadOf(ratios, profile) / Math.sqrt(busy.length / DAYS_A_WEEK)).map(Math.exp);
}

/** The busiest of days that differ by chance alone looks busier than any of them is: those too close to tell apart share a mean. */
function withEqualsAlike(profile: Float64Array, error: number): Float64Array {
  const groups: number[][] = [];
  for (const level of Float64Array.from(profile).sort()) {
    const group = groups.at(-1);
    if (group && level - (group.at(-1) ?? 0) <= ERRORS_OF_EQUALS * error) group.push(level);
    else groups.push([level]);
  }
  const meanOf = (group: number[]): number => group.reduce((sum, level) => sum + level, 0) / group.length;
  return profile.map((level) => meanOf(groups.find((group) => group.includes(level)) ?? [level]));
}

function spreadOf(ratios: Float64Array, profile: Float64Array): number {
  const rests = ratios
    .map((ratio, day) => ratio - (profile[day % DAYS_A_WEEK] ?? 0))
    .filter((rest) => !Number.isNaN(rest));
  return Math.sqrt(rests.reduce((sum, rest) => sum + rest * rest, 0) / Math.max(rests.length, 1));
}
