import { varianceInflation } from '../../series/inflation.js';
import { isKnown } from '../../series/quantile.js';
import { trendOf } from '../../trend/trend.js';

const DAY_MS = 86_400_000;
const DEVIATIONS_OF_90_PERCENT = 1.645;

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

/** The level so many days from today, `side` half widths of the interval to the side. */
export function amountOn(line: Pick<Line, 'curved' | 'endLevel' | 'slope'>, ahead: number, reach = 0): number {
  const level = line.endLevel + line.slope * ahead + reach;
  return line.curved ? Math.exp(level) : Math.max(0, level);
}

/** Half width of the interval so many days from today: the line turns about the middle of what is known of it. */
export function reachOn({ days, slopeReach, levelReach }: Line, ahead: number, side: -1 | 1): number {
  return Math.hypot(slopeReach[side < 0 ? 0 : 1] * (days / 2 + ahead), levelReach);
}

function meanSquare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(values.length, 1);
}
