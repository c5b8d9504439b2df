import { slopeOfRank, pairsOf } from '../../trend/slopes.js';
import { meanCycle } from './repeat.js';
import type { Method } from './method.js';

const MEMORY = 0.7;
const FEWEST_CYCLES = 4;
/** Growth of longer ago need not go on. */
const MOST_CYCLES = 100;

/** The mean of earlier cycles, leaned by how cycles grew until now (Theil and Sen): for horizons over which growth counts. */
export function drift(cycleSteps: number): Method {
  const mean = meanCycle(cycleSteps, MEMORY);
  return {
    name: `drift ${cycleSteps}`,
    fit(fitted, until) {
      const level = until < FEWEST_CYCLES * cycleSteps ? null : mean.fit(fitted, until);
      if (!level) return null;
      const growth = growthOf(fitted, until, cycleSteps);
      // What the mean is of lies about so many cycles back: they count less the older they are.
      const back = 1 / (1 - MEMORY);
      return (values, origin, steps) =>
        level(values, origin, steps).map((value, step) => value + growth * (back + Math.floor(step / cycleSteps)));
    },
  };
}

/** By how much a cycle exceeds the one before, from their means. */
function growthOf(values: Float64Array, until: number, cycleSteps: number): number {
  const cycles = Math.min(MOST_CYCLES, Math.floor(until / cycleSteps));
  const means = Float64Array.from({ length: cycles }, (_, cycle) => {
    const from = until - (cycles - cycle) * cycleSteps;
    return values.subarray(from, from + cycleSteps).reduce((sum, value) => sum + value, 0) / cycleSteps;
  });
  const points = { places: Float64Array.from(means.keys()), values: means };
  return slopeOfRank(points, pairsOf(points) / 2);
}
