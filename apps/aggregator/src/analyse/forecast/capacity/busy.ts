import { isKnown, quantileOfSorted } from '../../series/quantile.js';

const DAY_MS = 86_400_000;
/** Of a day of which less is known, the busiest hours may be what is missing. */
const FEWEST_KNOWN_SHARE = 0.5;

/**
 * How busy each day was, counted back from the end of the series: its 95th percentile, which is what a link must carry, and
 * which one burst does not decide. NaN for days of which less than half is known.
 */
export function busyLevels(values: ArrayLike<number>, stepMs: number, share: number): Float64Array {
  const stepsADay = Math.max(1, Math.round(DAY_MS / stepMs));
  const days = Math.floor(values.length / stepsADay);
  const first = values.length - days * stepsADay;
  return Float64Array.from({ length: days }, (_, day) => {
    const from = first + day * stepsADay;
    const known: number[] = [];
    for (let index = from; index < from + stepsADay; index += 1) known.push(values[index] ?? NaN);
    const sorted = Float64Array.from(known.filter(isKnown)).sort();
    return sorted.length < FEWEST_KNOWN_SHARE * stepsADay ? NaN : quantileOfSorted(sorted, share);
  });
}
