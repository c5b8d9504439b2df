import type { Tried } from './backtest.js';

/** How much the better ones count: with errors as 1 to 2, weights are as 16 to 1. */
const POWER = 4;
const LEAST_SHARE = 0.01;

/** A method with its share of the combined forecast; all shares make 1. */
export interface Weighed {
  readonly tried: Tried;
  readonly weight: number;
}

/** Shares by the errors made in the past; who would have next to none is left out. */
export function weigh(all: readonly Tried[]): Weighed[] {
  const best = Math.min(...all.map(({ error }) => error));
  const raw = all.map((tried) => ({
    tried,
    weight: best > 0 ? (best / tried.error) ** POWER : Number(tried.error === 0),
  }));
  const kept = raw.filter(({ weight }) => weight >= LEAST_SHARE);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ tried, weight }) => ({ tried, weight: weight / total }));
}

/** The weighted mean of what several say. */
export function combined(said: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const mean = new Float64Array(said[0]?.length ?? 0);
  said.forEach((ahead, index) => {
    const weight = weights[index] ?? 0;
    for (let step = 0; step < mean.length; step += 1) mean[step] = (mean[step] ?? 0) + weight * (ahead[step] ?? 0);
  });
  return mean;
}
