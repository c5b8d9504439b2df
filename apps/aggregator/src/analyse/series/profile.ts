import { isKnown, middleOf } from './quantile.js';

/** Of longer histories the newest cycles are asked: what was usual a year ago need not be so now. */
const MOST_CYCLES = 64;

/**
 * The usual value at each phase of a cycle, as the distance from their mean: medians, so that one burst does not come back
 * every day. A phase that was never seen lies at the mean.
 */
export function cycleProfile(values: Float64Array, cycleSteps: number): Float64Array {
  const profile = new Float64Array(cycleSteps);
  const found = new Float64Array(MOST_CYCLES);
  for (let phase = 0; phase < cycleSteps; phase += 1) {
    const cycles = Math.ceil((values.length - phase) / cycleSteps);
    let count = 0;
    for (let cycle = Math.max(0, cycles - MOST_CYCLES); cycle < cycles; cycle += 1) {
      const value = values[phase + cycle * cycleSteps] ?? NaN;
      if (isKnown(value)) found[count++] = value;
    }
    profile[phase] = middleOf(found, count);
  }
  return aroundMean(profile);
}

/** Values without the cycle; gaps stay gaps. */
export function withoutCycle(values: Float64Array, profile: Float64Array): Float64Array {
  const rest = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    rest[index] = (values[index] ?? NaN) - (profile[index % profile.length] ?? 0);
  }
  return rest;
}

function aroundMean(profile: Float64Array): Float64Array {
  let sum = 0;
  let count = 0;
  for (const value of profile) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return profile.map((value) => (Number.isNaN(value) ? 0 : value - sum / count));
}
