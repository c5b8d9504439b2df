import { isKnown } from '../series/quantile.js';
import { trialsOf, tryOut, type Trials, type Tried } from './backtest.js';
import { combined, weigh, type Weighed } from './combine.js';
import { filled } from './gaps.js';
import { reachOf, type Errors } from './interval.js';
import { methodsFor } from './methods/methods.js';
import { cyclesOf } from './seasons.js';
import { withoutWild } from './wild.js';

/** Of less than this nothing can be tried, so nothing is said. */
const FEWEST_KNOWN = 8;

/** What is known: values at equal steps, NaN = no data; never negative. */
export interface History {
  readonly values: ArrayLike<number>;
  readonly stepMs: number;
  /** Lengths of cycles in steps, the shortest first, where they are known; else they are found. */
  readonly cycles?: readonly number[];
}

/** The next steps: what is expected, and the ends of the interval that holds the truth with the coverage asked for. */
export interface Forecast {
  readonly expected: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Which methods were believed, by which share. */
  readonly methods: readonly { readonly name: string; readonly share: number }[];
}

/**
 * Looks ahead by several methods, each counting by how well it would have done on the last days, and says how far off that may
 * be by the errors that the combination would have made there. Null where too little is known.
 */
export function forecast(history: History, steps: number, coverage = 0.9): Forecast | null {
  const work = forecastInSteps(history, steps, coverage);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same in short steps, so that others have their turn between them: one method is tried in each. */
export function* forecastInSteps(
  history: History,
  steps: number,
  coverage = 0.9,
): Generator<undefined, Forecast | null> {
  const known = Float64Array.from(history.values).map((value) => (isKnown(value) ? value : NaN));
  if (known.filter(isKnown).length < FEWEST_KNOWN) return null;
  const cycles = history.cycles ?? cyclesOf(known, history.stepMs);
  const trials = trialsOf(known.length, steps, cycles[0] ?? 1);
  if (!trials) return null;
  const whole = withoutWild(filled(known, cycles), cycles, trials.origins[0] ?? 0);
  yield;
  const tried: Tried[] = [];
  for (const method of methodsFor(cycles)) {
    const result = tryOut(method, whole, known, trials);
    if (result) tried.push(result);
    yield;
  }
  const weighed = weigh(tried);
  const ahead: Float64Array[] = [];
  for (const { tried: by } of weighed) {
    ahead.push(by.method.fit(whole, whole.length)?.(whole, whole.length, steps) ?? new Float64Array(steps));
    yield;
  }
  const expected = combined(
    ahead,
    weighed.map(({ weight }) => weight),
  ).map(neverNegative);
  const { below, above } = reachOf(errorsOf(weighed, known, trials), steps, coverage);
  return {
    expected,
    low: expected.map((value, step) => neverNegative(value + (below[step] ?? 0))),
    high: expected.map((value, step) => value + (above[step] ?? 0)),
    methods: weighed.map(({ tried: { method }, weight }) => ({ name: method.name, share: weight })),
  };
}

/** What the combination would have been wrong by. */
function errorsOf(weighed: readonly Weighed[], known: Float64Array, { origins }: Trials): Errors {
  const weights = weighed.map(({ weight }) => weight);
  return origins.map((origin, trial) =>
    combined(
      weighed.map(({ tried }) => tried.said[trial] ?? new Float64Array(0)),
      weights,
    ).map((value, step) => (known[origin + step] ?? NaN) - value),
  );
}

function neverNegative(value: number): number {
  return Math.max(0, value);
}
