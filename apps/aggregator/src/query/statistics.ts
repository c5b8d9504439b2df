import type { Counter } from '@weir/model';
import { type GroupBins, rounded, roundedRate } from './group-bins.js';

/** Figures of one counter of a group over the whole range; rates are per second, null where nothing is known. */
export interface Statistics {
  readonly counter: Counter;
  /** What was counted in all: exact below 2^53. */
  readonly total: number;
  readonly averagePerSecond: number | null;
  /** The highest rate that one of its interfaces had in one sample. Null where maxima were not asked for or are not kept. */
  readonly maximumPerSecond: number | null;
  /** The rates that 50, 95 and 99 % of the buckets do not exceed. */
  readonly p50PerSecond: number | null;
  readonly p95PerSecond: number | null;
  readonly p99PerSecond: number | null;
  /** How much of the range is known, ms. */
  readonly coveredMs: number;
}

/** What groups can be ranked by. */
export type RankMeasure = 'total' | 'average' | 'maximum' | 'p50' | 'p95' | 'p99';

type Figure = (group: GroupBins, counter: number) => number | null;

const FIGURES: Readonly<Record<RankMeasure, Figure>> = {
  total: (group, counter) => (group.exact ? Number(group.exact.exact(counter)) : rounded(group.totals[counter] ?? 0)),
  average: averageOf,
  maximum: maximumOf,
  p50: percentileOf(0.5),
  p95: percentileOf(0.95),
  p99: percentileOf(0.99),
};

/** The figures of each counter of a group. */
export function statisticsOf(group: GroupBins): Statistics[] {
  return group.shape.counters.map((counter, index) => ({
    counter,
    total: FIGURES.total(group, index) ?? 0,
    averagePerSecond: FIGURES.average(group, index),
    maximumPerSecond: FIGURES.maximum(group, index),
    p50PerSecond: FIGURES.p50(group, index),
    p95PerSecond: FIGURES.p95(group, index),
    p99PerSecond: FIGURES.p99(group, index),
    coveredMs: coveredMsOf(group),
  }));
}

/** What a group is ranked by: the sum over the counters named. */
export function rankOf(group: GroupBins, measure: RankMeasure, counters: readonly Counter[]): number {
  return counters.reduce(
    (sum, counter) => sum + (FIGURES[measure](group, group.shape.counters.indexOf(counter)) ?? 0),
    0,
  );
}

/** The smallest value that a share of all values does not exceed (nearest rank); null of none. */
function percentile(sorted: Float64Array, share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : roundedRate(value);
}

/** Each bucket weighs as much as it is known, so that the one that is under way does not count for a whole one. */
function averageOf(group: GroupBins, counter: number): number | null {
  const coveredMs = coveredMsOf(group);
  const rates = group.rates[counter];
  if (!rates || coveredMs === 0) return null;
  return roundedRate(rates.reduce((sum, rate, bucket) => sum + rate * (group.covered[bucket] ?? 0), 0) / coveredMs);
}

function maximumOf(group: GroupBins, counter: number): number | null {
  const { counters, maxima } = group.shape;
  const maximum = maxima.findIndex((each) => each === counters[counter]);
  if (maximum < 0) return null;
  let most: number | null = null;
  for (const value of group.maximaOf(maximum)) if (value !== null && value > (most ?? -1)) most = value;
  return most;
}

function percentileOf(share: number): Figure {
  return (group, counter) => {
    const rates = group.rates[counter]?.filter((_, bucket) => group.covered[bucket]) ?? new Float64Array(0);
    return percentile(rates.sort(), share);
  };
}

function coveredMsOf({ covered }: GroupBins): number {
  return covered.reduce((sum, ms) => sum + ms, 0);
}
