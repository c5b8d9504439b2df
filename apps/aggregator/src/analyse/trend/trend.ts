import { cycleProfile, withoutCycle } from '../series/profile.js';
import { isKnown, median } from '../series/quantile.js';
import { varianceInflation } from '../series/inflation.js';
import { pairsOf, slopeOfRank, type Points } from './slopes.js';

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;
/** A cycle is told from a trend when it was seen so often. */
const FEWEST_CYCLES = 3;
const FEWEST_POINTS = 8;
/** More points than these are averaged first: what a slope a day is does not hang on single minutes. */
const MOST_POINTS = 480;
const DEVIATIONS_OF_90_PERCENT = 1.645;
/** A change of less than this share of the level over the whole range is no trend that anyone should be told of. */
const WORTH_TELLING = 0.01;

/** Where a series is heading over the range it was given for. */
export interface Trend {
  /** `up` and `down` when 90 % of the interval lies on one side and the change is worth telling. */
  readonly direction: 'up' | 'down' | 'none' | 'unknown';
  readonly slopePerDay: number;
  /** Ends of the 90 % interval of the slope. */
  readonly lowPerDay: number;
  readonly highPerDay: number;
  /** Where the trend stands at the start and at the end of the range. */
  readonly startLevel: number;
  readonly endLevel: number;
}

const UNKNOWN: Trend = {
  direction: 'unknown',
  slopePerDay: NaN,
  lowPerDay: NaN,
  highPerDay: NaN,
  startLevel: NaN,
  endLevel: NaN,
};

/**
 * Trend of a series of equal steps (NaN = no data): the slope of Theil and Sen, which a quarter of wild values does not move,
 * after daily and weekly cycles are taken out. Its interval allows for neighbours being alike.
 */
export function trendOf(values: ArrayLike<number>, stepMs: number): Trend {
  const level = calm(Float64Array.from(values), stepMs);
  const points = pointsOf(level, Math.ceil(level.length / MOST_POINTS));
  if (points.values.length < FEWEST_POINTS) return UNKNOWN;
  const slope = slopeOfRank(points, pairsOf(points) / 2);
  const residuals = points.values.map((value, index) => value - slope * (points.places[index] ?? 0));
  const middle = median(residuals);
  const halfWidth = spreadOfRank(
    points,
    residuals.map((value) => value - middle),
  );
  const perDay = DAY_MS / stepMs;
  return judged({
    slopePerDay: slope * perDay,
    lowPerDay: slopeOfRank(points, pairsOf(points) / 2 - halfWidth) * perDay,
    highPerDay: slopeOfRank(points, pairsOf(points) / 2 + halfWidth) * perDay,
    startLevel: middle,
    endLevel: middle + slope * (level.length - 1),
  });
}

function judged(trend: Omit<Trend, 'direction'>): Trend {
  const change = Math.abs(trend.endLevel - trend.startLevel);
  const level = Math.max(Math.abs(trend.endLevel), Math.abs(trend.startLevel));
  const clear = trend.lowPerDay > 0 || trend.highPerDay < 0;
  if (!clear || change < WORTH_TELLING * level) return { ...trend, direction: 'none' };
  return { ...trend, direction: trend.slopePerDay > 0 ? 'up' : 'down' };
}

/** Takes out the cycles of a day and of a week where they were seen often enough. */
function calm(values: Float64Array, stepMs: number): Float64Array {
  const cycles = [DAY_MS, DAYS_A_WEEK * DAY_MS].map((lengthMs) => Math.round(lengthMs / stepMs));
  return cycles.reduce((rest, cycleSteps) => {
    if (cycleSteps < 2 || rest.length < FEWEST_CYCLES * cycleSteps) return rest;
    return withoutCycle(rest, cycleProfile(leaned(rest), cycleSteps));
  }, values);
}

/** Without the slope, which would be taken for a part of the cycle. */
function leaned(values: Float64Array): Float64Array {
  const points = pointsOf(values, Math.ceil(values.length / MOST_POINTS));
  const slope = slopeOfRank(points, pairsOf(points) / 2);
  return values.map((value, index) => value - slope * index);
}

/** Averages of `width` steps each, at the mean place of what is known; nothing where nothing is. */
function pointsOf(values: Float64Array, width: number): Points {
  const found: { place: number; value: number }[] = [];
  for (let from = 0; from < values.length; from += width) {
    let [count, place, sum] = [0, 0, 0];
    for (let index = from; index < Math.min(from + width, values.length); index += 1) {
      const value = values[index] ?? NaN;
      if (!isKnown(value)) continue;
      count += 1;
      place += index;
      sum += value;
    }
    if (count > 0) found.push({ place: place / count, value: sum / count });
  }
  return {
    places: Float64Array.from(found, ({ place }) => place),
    values: Float64Array.from(found, ({ value }) => value),
  };
}

/** How many ranks of pairs the 90 % interval reaches to each side of the middle (Sen 1968), neighbours being alike. */
function spreadOfRank({ values }: Points, residuals: Float64Array): number {
  const count = values.length;
  const independent = (count * (count - 1) * (2 * count + 5)) / 18;
  const deviation = Math.sqrt(independent * varianceInflation(residuals));
  return (DEVIATIONS_OF_90_PERCENT * deviation) / 2;
}
