import { isKnown } from '../series/quantile.js';

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;
/** A cycle must have been seen twice, and some of a third time. */
const FEWEST_CYCLES = 2.2;
/** Traffic has days and weeks; another cycle must show by this autocorrelation. */
const CLEAR_CORRELATION = 0.3;
const ERRORS_OF_CHANCE = 3;
const MOST_LAGS = 800;
const SHORTEST = 3;
/** A cycle this close to a multiple of a known one tells nothing new. */
const NEARBY_SHARE = 0.05;

/**
 * Lengths of the cycles a series may have, in steps, the shortest first: day and week where the history is long enough, and the
 * clearest other one that its autocorrelation shows. Whether they help is shown by how methods that use them did.
 */
export function cyclesOf(values: Float64Array, stepMs: number): number[] {
  const usual = [DAY_MS, DAYS_A_WEEK * DAY_MS].map((lengthMs) => Math.round(lengthMs / stepMs));
  const seen = usual.filter((steps) => steps >= 2 && values.length >= FEWEST_CYCLES * steps);
  const other = clearestCycle(values, seen);
  return (other === null ? seen : [...seen, other]).sort((one, another) => one - another);
}

function clearestCycle(values: Float64Array, known: readonly number[]): number | null {
  const correlations = autocorrelations(values, Math.min(MOST_LAGS, Math.floor(values.length / FEWEST_CYCLES)));
  const clear = Math.max(CLEAR_CORRELATION, ERRORS_OF_CHANCE / Math.sqrt(values.length));
  let best: number | null = null;
  for (let lag = SHORTEST; lag < correlations.length - 1; lag += 1) {
    const here = correlations[lag] ?? 0;
    const peak = here > (correlations[lag - 1] ?? 0) && here >= (correlations[lag + 1] ?? 0);
    if (!peak || here < clear || isMultiple(lag, known)) continue;
    if (best === null || here > (correlations[best] ?? 0)) best = lag;
  }
  return best;
}

function isMultiple(lag: number, cycles: readonly number[]): boolean {
  return cycles.some((cycle) => {
    const multiple = Math.max(1, Math.round(lag / cycle));
    return Math.abs(lag - multiple * cycle) <= NEARBY_SHARE * cycle + 1;
  });
}

/** Of the distances from a straight line, over the pairs of which both are known: gaps at regular places must not show as a cycle. */
function autocorrelations(values: Float64Array, most: number): Float64Array {
  const rests = withoutLine(values);
  const power = likeness(rests, 0);
  return Float64Array.from({ length: most + 1 }, (_, lag) => (power > 0 ? likeness(rests, lag) / power : 0));
}

function likeness(rests: Float64Array, lag: number): number {
  let sum = 0;
  let pairs = 0;
  for (let index = lag; index < rests.length; index += 1) {
    const product = (rests[index] ?? NaN) * (rests[index - lag] ?? NaN);
    if (Number.isNaN(product)) continue;
    sum += product;
    pairs += 1;
  }
  // Of a cycle and its multiples the first is meant: the further apart, the less a likeness counts.
  return pairs > 0 ? (sum / pairs) * (1 - lag / rests.length) : 0;
}

function withoutLine(values: Float64Array): Float64Array {
  const middle = (values.length - 1) / 2;
  let count = 0;
  let sum = 0;
  let along = 0;
  let length = 0;
  values.forEach((value, index) => {
    if (!isKnown(value)) return;
    count += 1;
    sum += value;
    along += value * (index - middle);
    length += (index - middle) ** 2;
  });
  const slope = length > 0 ? along / length : 0;
  return values.map((value, index) => value - sum / count - slope * (index - middle));
}
