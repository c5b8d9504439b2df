import { median, quantile } from '../series/quantile.js';

/** Same phases of so many cycles before tell what was to be expected; fewer than so many tell nothing. */
const CYCLES_BEFORE = 5;
const FEWEST_BEFORE = 3;
/** So far out, in robust deviations, lies what is no part of the usual. */
const DEVIATIONS = 8;
const DEVIATIONS_OF_MAD = 1.4826;
/** Where wild values are usual, those are wild that lie so many times further out than all but a few. */
const ALL_BUT_A_FEW = 0.98;
const TIMES_FURTHER = 3;
/** What goes on for longer than this is how things are now. */
const LONGEST_STEPS = 3;

/**
 * Values with single wild ones replaced by what was to be expected: a burst in the last hour would else be forecast for all
 * hours to come. Each is judged by values before it alone, by the scale of those before `learnt`.
 */
export function withoutWild(values: Float64Array, cycles: readonly number[], learnt: number): Float64Array {
  const usual = values.map((_, index) => expectedAt(values, index, cycles));
  const distances = values.map((value, index) => Math.abs(value - (usual[index] ?? NaN)));
  const reach = reachOf(distances.subarray(0, learnt));
  let wildSteps = 0;
  return values.map((value, index) => {
    wildSteps = (distances[index] ?? 0) > reach ? wildSteps + 1 : 0;
    return wildSteps > 0 && wildSteps <= LONGEST_STEPS ? (usual[index] ?? value) : value;
  });
}

function reachOf(distances: Float64Array): number {
  const usual = median(distances);
  // Of what is usually one and the same value nothing can be called wild.
  if (!(usual > 0)) return Infinity;
  return Math.max(DEVIATIONS * DEVIATIONS_OF_MAD * usual, TIMES_FURTHER * quantile(distances, ALL_BUT_A_FEW));
}

function expectedAt(values: Float64Array, index: number, cycles: readonly number[]): number {
  for (const cycle of [...cycles, 1].sort((one, other) => other - one)) {
    if (index < FEWEST_BEFORE * cycle) continue;
    const before = Math.min(CYCLES_BEFORE, Math.floor(index / cycle));
    return median(Float64Array.from({ length: before }, (_, ago) => values[index - (ago + 1) * cycle] ?? NaN));
  }
  return NaN;
}
