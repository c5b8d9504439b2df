import type { PercentileAnswer } from '../../billing/percentile/percentile.query.js';
import { rounded } from '../../query/group-bins.js';
import type { PercentileType } from './percentile.type.js';

/** A percentile as GraphQL and REST answer it. */
export function asPercentile(answer: PercentileAnswer, currency: string | null): PercentileType {
  const { fromMs, toMs, bytesPerSecond, curve, cost, ...counts } = answer;
  const known = (rate: number | null): number | null => (rate === null ? null : rounded(rate));
  return {
    ...{ from: new Date(fromMs), to: new Date(toMs), ...counts, cost, currency },
    inBytesPerSecond: known(bytesPerSecond.in),
    outBytesPerSecond: known(bytesPerSecond.out),
    maxBytesPerSecond: known(bytesPerSecond.max),
    curve: {
      rank: curve.ranks,
      inBytesPerSecond: curve.ways.in.map(rounded),
      outBytesPerSecond: curve.ways.out.map(rounded),
      maxBytesPerSecond: curve.ways.max.map(rounded),
    },
  };
}
