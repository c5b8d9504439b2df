import { cycleProfile, withoutCycle } from '../series/profile.js';
import { isKnown, median } from '../series/quantile.js';

const DAY_MS = 86_400_000;
/** Two cycles let a day's shape be known; of less than that the bow below takes what it can. */
const FEWEST_CYCLES = 2;
/** A value further out counts as if it lay here: else one wild value of either series decides alone. */
const MOST_DEVIATIONS = 12;
const DEVIATIONS_OF_MAD = 1.4826;
const SWEEPS = 2;
/** What is left of a series that does not move is rounding, which must not be compared. */
const ROUNDING = 1e-9;

/** What of a series can be compared with another's: without what all traffic of a day shares. */
export interface Comparable {
  /** 0 where nothing is known. */
  readonly values: Float64Array;
  /** 1 where known, else 0. */
  readonly known: Float64Array;
}

/**
 * Takes out the daily cycle and a bow over the whole range (level, slope, curve): two series that both rise in the morning have
 * nothing to do with each other.
 */
export function comparable(series: ArrayLike<number>, stepMs: number): Comparable {
  const cycleSteps = Math.round(DAY_MS / stepMs);
  const known = Float64Array.from(series, (value) => (isKnown(value) ? 1 : 0));
  const clipped = clip(Float64Array.from(series));
  let values = straightened(clipped, known);
  if (cycleSteps > 1 && values.length >= FEWEST_CYCLES * cycleSteps) {
    values = straightened(withoutCycle(values, cycleProfile(values, cycleSteps)), known);
  }
  values = straightened(clip(values), known);
  const moves = highest(values) > ROUNDING * highest(clipped);
  for (let index = 0; index < values.length; index += 1) {
    if (!moves || known[index] === 0) values[index] = 0;
  }
  return { values, known };
}

function highest(values: ArrayLike<number>): number {
  let size = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = Math.abs(values[index] ?? 0);
    if (value > size && isKnown(value)) size = value;
  }
  return size;
}

function clip(values: Float64Array): Float64Array {
  const middle = median(values);
  const reach = MOST_DEVIATIONS * DEVIATIONS_OF_MAD * median(values.map((value) => Math.abs(value - middle)));
  // Most of it is one value: what differs from that is all there is to compare.
  if (!(reach > 0)) return values;
  return values.map((value) => Math.min(middle + reach, Math.max(middle - reach, value)));
}

/** Legendre's polynomials of degree 0, 1 and 2, one after the other; gaps make them lean on each other, hence two sweeps. */
function straightened(values: Float64Array, known: Float64Array): Float64Array {
  const rest = Float64Array.from(values);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let degree = 0; degree <= 2; degree += 1) takeOut(rest, known, degree);
  }
  return rest;
}

function takeOut(values: Float64Array, known: Float64Array, degree: number): void {
  const last = Math.max(values.length - 1, 1);
  let along = 0;
  let length = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (known[index] === 0) continue;
    const base = legendre(degree, (2 * index) / last - 1);
    along += base * (values[index] ?? 0);
    length += base * base;
  }
  const share = length > 0 ? along / length : 0;
  for (let index = 0; index < values.length; index += 1) {
    values[index] = (values[index] ?? 0) - share * legendre(degree, (2 * index) / last - 1);
  }
}

function legendre(degree: number, place: number): number {
  if (degree === 0) return 1;
  return degree === 1 ? place : 1.5 * place * place - 0.5;
}
