import type { Comparable } from './comparable.js';
import type { Likeness } from './correlate.js';

/** Autocorrelations further apart than this share of the range are too unsure to be summed. */
const FURTHEST_SHARE = 1 / 4;
const FEWEST_POINTS = 4;

/**
 * How likely two series that have nothing to do with each other are at least as alike, at one of the places looked at (lags ×
 * candidates). Series whose neighbours are alike have fewer independent points than points (Bartlett), and are alike by chance
 * the more often.
 */
export function chanceOf(first: Comparable, second: Comparable, likeness: Likeness, places: number): number {
  const points = independentPoints(first, second);
  const strength = Math.min(Math.abs(likeness.strength), 1 - 1e-12);
  const deviations = Math.atanh(strength) * Math.sqrt(Math.max(points - 3, 1));
  return Math.min(1, places * bothTails(deviations));
}

function independentPoints(first: Comparable, second: Comparable): number {
  let shared = 0;
  const count = Math.min(first.values.length, second.values.length);
  for (let index = 0; index < count; index += 1) shared += (first.known[index] ?? 0) * (second.known[index] ?? 0);
  let inflation = 1;
  for (let lag = 1; lag < count * FURTHEST_SHARE; lag += 1) {
    const both = selfLikeness(first.values, lag) * selfLikeness(second.values, lag);
    if (both <= 0) break;
    inflation += 2 * both;
  }
  return Math.max(FEWEST_POINTS, shared / inflation);
}

function selfLikeness(values: Float64Array, lag: number): number {
  let [product, power] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    product += value * (values[index - lag] ?? 0);
    power += value * value;
  }
  return power > 0 ? product / power : 0;
}

/** The share of a normal distribution further out than this on either side (Abramowitz and Stegun 7.1.26, error below 2e-7). */
function bothTails(deviations: number): number {
  const size = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * size);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return series * Math.exp(-size * size);
}
