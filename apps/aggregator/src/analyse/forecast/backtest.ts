import type { Method } from './methods/method.js';

/** How far back is looked, beside the horizon: so many of the shortest cycles, at least so many steps. */
const CYCLES_BACK = 9;
const FEWEST_STEPS_BACK = 24;
const MOST_ORIGINS = 36;
/** As much of the history is left to learn from before the first origin. */
const LEARNT_SHARE = 0.4;
/** Of a longer horizon than this share of the history, the first part is tried. */
const HORIZON_SHARE = 1 / 3;

/** At what moments of the past, and how far ahead, methods are tried. */
export interface Trials {
  readonly origins: readonly number[];
  readonly steps: number;
}

/** What a method would have said at each origin, having learnt from what was before the first of them. */
export interface Tried {
  readonly method: Method;
  readonly said: readonly Float64Array[];
  /** Mean absolute error over all that is known by now. */
  readonly error: number;
}

/** Origins at equal distances, the last so that all of its horizon is known; null where the history is too short to try anything. */
export function trialsOf(length: number, horizon: number, shortestCycle: number): Trials | null {
  const steps = Math.max(1, Math.min(horizon, Math.floor(length * HORIZON_SHARE)));
  const last = length - steps;
  const back = Math.max(CYCLES_BACK * shortestCycle, FEWEST_STEPS_BACK);
  const first = Math.max(Math.ceil(LEARNT_SHARE * length), last - back, 2);
  if (first > last) return null;
  const every = Math.max(1, Math.ceil((last - first) / MOST_ORIGINS));
  const origins: number[] = [];
  for (let origin = last; origin >= first; origin -= every) origins.unshift(origin);
  return { origins, steps };
}

/** Tries a method on the past; null where it could not have been used. Errors where nothing is known (NaN) do not count. */
export function tryOut(
  method: Method,
  whole: Float64Array,
  known: Float64Array,
  { origins, steps }: Trials,
): Tried | null {
  const predict = method.fit(whole, origins[0] ?? 0);
  if (!predict) return null;
  const said = origins.map((origin) => predict(whole, origin, steps).map((value) => Math.max(0, value)));
  const error = meanError(said, known, origins);
  return Number.isFinite(error) ? { method, said, error } : null;
}

function meanError(said: readonly Float64Array[], known: Float64Array, origins: readonly number[]): number {
  let sum = 0;
  let count = 0;
  said.forEach((ahead, trial) => {
    const origin = origins[trial] ?? 0;
    for (let step = 0; step < ahead.length; step += 1) {
      const distance = Math.abs((ahead[step] ?? 0) - (known[origin + step] ?? NaN));
      if (Number.isNaN(distance)) continue;
      sum += distance;
      count += 1;
    }
  });
  return count > 0 ? sum / count : NaN;
}
