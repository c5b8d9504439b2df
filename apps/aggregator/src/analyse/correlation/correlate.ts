import type { Comparable } from './comparable.js';

/** Fewer shared points than this say nothing. */
const FEWEST_SHARED = 20;
/** A later lag must be better by this much: else rounding decides between equals, and the nearest is the likeliest. */
const WORTH_A_LAG = 1e-9;

/** How alike two series move, at the lag where they do most. */
export interface Likeness {
  /** Pearson's coefficient of what is comparable: 1 = together, -1 = one falls as the other rises. */
  readonly strength: number;
  /** Steps by which the second follows the first; negative = it comes before. */
  readonly lagSteps: number;
}

/**
 * The lag, of all up to `mostLagSteps` to either side, at which two series of one grid are most alike; null if they share too
 * little. Lags are compared as if gaps were values that do not differ; what is told of the best one leaves gaps out.
 */
export function mostAlike(first: Comparable, second: Comparable, mostLagSteps: number): Likeness | null {
  let best = 0;
  let size = 0;
  for (let lag = 0; lag <= 2 * mostLagSteps; lag += 1) {
    // 0, -1, 1, -2, 2 …
    const lagSteps = lag % 2 === 0 ? lag / 2 : -(lag + 1) / 2;
    const strength = Math.abs(roughStrength(first, second, lagSteps));
    if (strength <= size + WORTH_A_LAG) continue;
    best = lagSteps;
    size = strength;
  }
  const strength = strengthAt(first, second, best);
  return strength === 0 ? null : { strength, lagSteps: best };
}

function roughStrength(first: Comparable, second: Comparable, lagSteps: number): number {
  const a = first.values;
  const b = second.values;
  const from = Math.max(0, -lagSteps);
  const to = Math.min(a.length, b.length - lagSteps);
  let product = 0;
  for (let index = from; index < to; index += 1) product += (a[index] ?? 0) * (b[index + lagSteps] ?? 0);
  const power = powerOf(first, from, to) * powerOf(second, from + lagSteps, to + lagSteps);
  return power > 0 ? product / Math.sqrt(power) : 0;
}

function powerOf({ powers }: Comparable, from: number, to: number): number {
  return (powers[to] ?? 0) - (powers[from] ?? 0);
}

/** Over the points that both know; 0 where those are too few, or one of the two does not move. */
function strengthAt(first: Comparable, second: Comparable, lagSteps: number): number {
  const { values: a, known: aKnown } = first;
  const { values: b, known: bKnown } = second;
  const from = Math.max(0, -lagSteps);
  const to = Math.min(a.length, b.length - lagSteps);
  let shared = 0;
  let product = 0;
  let aPower = 0;
  let bPower = 0;
  for (let index = from; index < to; index += 1) {
    const x = a[index] ?? 0;
    const y = b[index + lagSteps] ?? 0;
    const inFirst = aKnown[index] ?? 0;
    const inSecond = bKnown[index + lagSteps] ?? 0;
    shared += inFirst * inSecond;
    product += x * y;
    aPower += x * x * inSecond;
    bPower += y * y * inFirst;
  }
  const power = Math.sqrt(aPower) * Math.sqrt(bPower);
  return shared < FEWEST_SHARED || !(power > 0) ? 0 : product / power;
}
