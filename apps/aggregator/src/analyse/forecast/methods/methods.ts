import { drift } from './drift.js';
import { lagRegression } from './lags.js';
import { byFactors } from './logarithm.js';
import type { Method } from './method.js';
import { lastCycle, meanCycle } from './repeat.js';

const MEMORY = 0.7;
const MOST_MULTIPLES = 6;

/** All ways to look ahead that are tried on a series with these cycles, the shortest first. */
export function methodsFor(cycles: readonly number[]): Method[] {
  const simple = [1, ...cycles].flatMap((cycle) => [lastCycle(cycle), meanCycle(cycle, MEMORY), drift(cycle)]);
  const regressions =
    cycles.length === 0
      ? [lagRegression('lags', [1, 2, 3, 4], 8)]
      : cycles.flatMap((_, index) => regressionsOn(cycles.slice(0, index + 1)));
  return [...simple, ...regressions, ...regressions.map(byFactors)];
}

function regressionsOn(cycles: readonly number[]): Method[] {
  const longest = cycles.at(-1) ?? 1;
  return [
    lagRegression(`few lags ${longest}`, lagsAround(cycles, 3, 1, 0), longest),
    lagRegression(`many lags ${longest}`, lagsAround(cycles, 4, 2, 1), longest),
  ];
}

/** The newest steps, those about one cycle ago, and those about the multiples of the shortest until the longest. */
function lagsAround(cycles: readonly number[], newest: number, aroundCycle: number, aroundMultiple: number): number[] {
  const [shortest = 1] = cycles;
  const longest = cycles.at(-1) ?? 1;
  const multiples = Math.min(MOST_MULTIPLES, Math.max(2, Math.ceil(longest / shortest) - 1));
  const lags = new Set<number>();
  const add = (middle: number, around: number): void => {
    for (let lag = middle - around; lag <= middle + around; lag += 1) if (lag > 0) lags.add(lag);
  };
  for (let lag = 1; lag <= newest; lag += 1) add(lag, 0);
  for (let multiple = 2; multiple <= multiples; multiple += 1) add(multiple * shortest, aroundMultiple);
  for (const cycle of cycles) add(cycle, aroundCycle);
  if (cycles.length > 1) add(longest + shortest, 0);
  return [...lags].sort((one, other) => one - other);
}
