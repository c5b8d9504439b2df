import { cycleProfile } from '../../series/profile.js';
import { isKnown, median, quantileOfSorted } from '../../series/quantile.js';

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;
const FEWEST_WEEKS = 3;
const PARTS = 3;
const ERRORS_OF_CHANCE = 4;
/** Of a day of which less is known, the busiest hours may be what is missing. */
const FEWEST_KNOWN_SHARE = 0.5;

/**
 * How busy each day was, counted back from the end of the series: a high percentile, which is what a link must carry, and which
 * one burst does not decide. NaN for days of which less than half is known.
 */
export function busyLevels(values: ArrayLike<number>, stepMs: number, share: number): Float64Array {
  return byDay(values, stepMs, (sorted) => quantileOfSorted(sorted, share));
}

/**
 * The same, calmer: few hours decide a percentile, so that chance moves it more than the mean of the day. Where busy hours stand
 * to the mean as they always did, the mean tells how busy a day was.
 */
export function calmBusyLevels(values: ArrayLike<number>, stepMs: number, share: number): Float64Array {
  const busy = busyLevels(values, stepMs, share);
  const means = byDay(values, stepMs, (sorted) => sorted.reduce((sum, value) => sum + value, 0) / sorted.length);
  const ratios = busy.map((level, day) => Math.log(level / (means[day] ?? NaN)));
  if (ratios.some((ratio) => Math.abs(ratio) === Infinity)) return busy;
  const usual = usualRatios(ratios);
  if (!staySteady(ratios.map((ratio, day) => ratio - (usual[day % usual.length] ?? 0)))) return busy;
  const calm = means.map((mean, day) => mean * Math.exp(usual[day % usual.length] ?? 0));
  return restlessness(calm.map(Math.log)) < restlessness(busy.map(Math.log)) ? calm : busy;
}

function usualRatios(ratios: Float64Array): Float64Array {
  const middle = median(ratios);
  if (ratios.length < FEWEST_WEEKS * DAYS_A_WEEK) return Float64Array.of(middle);
  return cycleProfile(ratios, DAYS_A_WEEK).map((ratio) => ratio + middle);
}

/** Whether the rests lie about zero at all times, not only as a whole, as far as chance lets one tell. */
function staySteady(rests: Float64Array): boolean {
  const part = Math.ceil(rests.length / PARTS);
  const error = restlessness(rests) / Math.sqrt(part);
  for (let from = 0; from < rests.length; from += part) {
    if (Math.abs(median(rests.subarray(from, from + part))) > ERRORS_OF_CHANCE * error) return false;
  }
  return true;
}

/** How much the same days of two weeks usually differ. */
function restlessness(levels: Float64Array): number {
  return median(levels.map((level, day) => Math.abs(level - (levels[day - DAYS_A_WEEK] ?? NaN))));
}

function byDay(values: ArrayLike<number>, stepMs: number, levelOf: (sorted: Float64Array) => number): Float64Array {
  const stepsADay = Math.max(1, Math.round(DAY_MS / stepMs));
  const days = Math.floor(values.length / stepsADay);
  const first = values.length - days * stepsADay;
  return Float64Array.from({ length: days }, (_, day) => {
    const from = first + day * stepsADay;
    const all = Float64Array.from({ length: stepsADay }, (_, step) => values[from + step] ?? NaN);
    const sorted = all.filter(isKnown).sort();
    return sorted.length < FEWEST_KNOWN_SHARE * stepsADay ? NaN : levelOf(sorted);
  });
}
