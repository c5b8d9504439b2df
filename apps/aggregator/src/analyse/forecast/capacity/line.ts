import { varianceInflation } from '../../series/inflation.js';
import { isKnown, median } from '../../series/quantile.js';
import { trendOf } from '../../trend/trend.js';

const DAY_MS = 86_400_000;
const DEVIATIONS_OF_90_PERCENT = 1.645;
/** A level is told from a bad day or two by so many days. */
const FEWEST_DAYS_A_LEVEL = 7;

/** A line through the busy levels of days, or through their logarithms: growth by an amount, or by a factor. */
export interface Line {
  readonly curved: boolean;
  readonly days: number;
  readonly slope: number;
  readonly endLevel: number;
  /** Half widths of 90 % intervals: of the level in the middle, of the slope to below and above. */
  readonly levelReach: number;
  readonly slopeReach: readonly [number, number];
  /** Mean square distance of the days from it, in their unit, and how many independent days there are. */
  readonly misfit: number;
  readonly independentDays: number;
}

/** The line of levels a day, the last of which is today. */
export function lineOf(busy: Float64Array, curved: boolean): Line {
  const levels = curved ? busy.map(Math.log) : busy;
  const { slopePerDay: slope, startLevel, endLevel, lowPerDay, highPerDay } = trendOf(levels, DAY_MS);
  const rests = levels.map((level, day) => level - (startLevel + slope * day)).filter(isKnown);
  const independentDays = rests.length / varianceInflation(rests);
  const line = { curved, days: levels.length, slope, endLevel, independentDays };
  const distances = busy.map((level, day) => level - amountOn(line, day + 1 - levels.length)).filter(isKnown);
  return {
    ...line,
    misfit: meanSquare(distances),
    levelReach: DEVIATIONS_OF_90_PERCENT * Math.sqrt(meanSquare(rests) / independentDays),
    slopeReach: [slope - lowPerDay, highPerDay - slope],
  };
}

/** Level before and after the one day that parts the levels best, told as the level line that holds since; null if too short. */
export function stepOf(busy: Float64Array): Line | null {
  let best: { readonly misfit: number; readonly from: number } | null = null;
  for (let from = FEWEST_DAYS_A_LEVEL; from <= busy.length - FEWEST_DAYS_A_LEVEL; from += 1) {
    const misfit = squares(aroundMedian(busy.subarray(0, from))) + squares(aroundMedian(busy.subarray(from)));
    if (misfit < (best?.misfit ?? Infinity)) best = { misfit, from };
  }
  if (!best) return null;
  const since = busy.subarray(best.from);
  const rests = Float64Array.of(...aroundMedian(busy.subarray(0, best.from)), ...aroundMedian(since));
  return {
    curved: false,
    days: busy.length,
    slope: 0,
    endLevel: median(since),
    independentDays: rests.length / varianceInflation(rests),
    misfit: meanSquare(rests),
    levelReach: DEVIATIONS_OF_90_PERCENT * Math.sqrt((meanSquare(rests) * varianceInflation(rests)) / since.length),
    slopeReach: [0, 0],
  };
}

/** The level so many days from today, `side` half widths of the interval to the side. */
export function amountOn(line: Pick<Line, 'curved' | 'endLevel' | 'slope'>, ahead: number, reach = 0): number {
  const level = line.endLevel + line.slope * ahead + reach;
  return line.curved ? Math.exp(level) : Math.max(0, level);
}

/** Half width of the interval so many days from today: the line turns about the middle of what is known of it. */
export function reachOn({ days, slopeReach, levelReach }: Line, ahead: number, side: -1 | 1): number {
  return Math.hypot(slopeReach[side < 0 ? 0 : 1] * (days / 2 + ahead), levelReach);
}

function aroundMedian(levels: Float64Array): Float64Array {
  const middle = median(levels);
  return levels.map((level) => level - middle).filter(isKnown);
}

function meanSquare(values: Float64Array): number {
  return squares(values) / Math.max(values.length, 1);
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
