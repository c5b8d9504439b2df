import type { Method } from './method.js';

/** What is older than this share of the newest cycle's weight is not looked at. */
const LEAST_WEIGHT = 0.01;
const FEWEST_CYCLES = 2;

/** The last cycle again; of a cycle of one step: the last value. */
export function lastCycle(cycleSteps: number): Method {
  return {
    name: `last ${cycleSteps}`,
    fit: (_, until) =>
      until < cycleSteps
        ? null
        : (values, origin, steps) => repeated(steps, cycleSteps, (phase) => values[origin - cycleSteps + phase] ?? 0),
  };
}

/** The mean of earlier cycles, each older one counting less by a factor. */
export function meanCycle(cycleSteps: number, memory: number): Method {
  return {
    name: `mean ${cycleSteps}`,
    fit: (_, until) =>
      until < FEWEST_CYCLES * cycleSteps
        ? null
        : (values, origin, steps) =>
            repeated(steps, cycleSteps, (phase) => faded(values, origin - cycleSteps + phase, cycleSteps, memory)),
  };
}

function repeated(steps: number, cycleSteps: number, valueOf: (phase: number) => number): Float64Array {
  const ahead = new Float64Array(steps);
  for (let step = 0; step < steps; step += 1) {
    ahead[step] = step < cycleSteps ? valueOf(step) : (ahead[step - cycleSteps] ?? 0);
  }
  return ahead;
}

function faded(values: Float64Array, newest: number, cycleSteps: number, memory: number): number {
  let weight = 1;
  let weights = 0;
  let sum = 0;
  for (let index = newest; index >= 0 && weight >= LEAST_WEIGHT; index -= cycleSteps) {
    sum += weight * (values[index] ?? 0);
    weights += weight;
    weight *= memory;
  }
  return sum / weights;
}
