import { cycleProfile, withoutCycle } from '../series/profile.js';
import { isKnown, median } from '../series/quantile.js';
import type { Bow } from './bow.js';

const DAY_MS = 86_400_000;
/** Two cycles let a day's shape be known; of less than that the bow takes what it can. */
const FEWEST_CYCLES = 2;
/** A value further out counts as if it lay here: else one wild value of either series decides alone. */
const MOST_DEVIATIONS = 12;
const DEVIATIONS_OF_MAD = 1.4826;
/** What is left of a series that does not move is rounding, which must not be compared. */
const ROUNDING = 1e-9;

/** What of a series can be compared with another's: without what all traffic of a day shares. */
export interface Comparable {
  /** 0 where nothing is known. */
  readonly values: Float64Array;
  /** 1 where known, else 0. */
  readonly known: Float64Array;
  /** Sum of the squares of all values before each, and of all. */
  readonly powers: Float64Array;
}

/**
 * Takes out the daily cycle and a bow over the whole range: two series that both rise in the morning have nothing to do with
 * each other.
 */
export function comparable(series: ArrayLike<number>, stepMs: number, bow: Bow): Comparable {
  const cycleSteps = Math.round(DAY_MS / stepMs);
  let values: Float64Array = new Float64Array(series);
  const known = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) known[index] = isKnown(values[index] ?? NaN) ? 1 : 0;
  clip(values);
  const before = highest(values);
  bow.takeOut(values, known);
  if (cycleSteps > 1 && values.length >= FEWEST_CYCLES * cycleSteps) {
    values = withoutCycle(values, cycleProfile(values, cycleSteps));
    clip(values);
    bow.takeOut(values, known);
  }
  const moves = highest(values) > ROUNDING * before;
  const powers = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index += 1) {
    if (!moves || known[index] === 0) values[index] = 0;
    const value = values[index] ?? 0;
    powers[index + 1] = (powers[index] ?? 0) + value * value;
  }
  return { values, known, powers };
}

function highest(values: Float64Array): number {
  let size = 0;
  for (const value of values) {
    const distance = Math.abs(value);
    if (distance > size && isKnown(value)) size = distance;
  }
  return size;
}

function clip(values: Float64Array): void {
  const middle = median(values);
  const distances = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) distances[index] = Math.abs((values[index] ?? NaN) - middle);
  const reach = MOST_DEVIATIONS * DEVIATIONS_OF_MAD * median(distances);
  // Most of it is one value: what differs from that is all there is to compare.
  if (!(reach > 0)) return;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value > middle + reach) values[index] = middle + reach;
    else if (value < middle - reach) values[index] = middle - reach;
  }
}
