import type { Decoded, Refusal } from '@weir/model';
import type { GroupKey } from './grouping.js';
import { roundedRate } from './group-bins.js';
import type { Top } from './series.js';
import type { RankMeasure } from './statistics.js';
import { type ExactStatistics, figureOf, type GroupTotals, type TotalsAnswer } from './totals.js';

/** The groups with the highest figures, and what is left beside them. */
export interface TopAnswer extends Omit<TotalsAnswer, 'groups'> {
  readonly groups: readonly RankedGroup[];
  readonly others: RankedShare;
}

/** What of everything counted falls on a group. */
export interface RankedShare {
  /** What was counted in all, of the counters that rank, to the last digit. */
  readonly total: bigint;
  /** How much of what all groups counted that is, in percent; null where nothing was counted. */
  readonly sharePercent: number | null;
}

/** A group among those with the highest figures. */
export interface RankedGroup extends RankedShare {
  readonly group: string;
  readonly keys: readonly GroupKey[];
  /** What it is ranked by; null where nothing is known. */
  readonly value: number | null;
}

const FIGURES: Readonly<Record<RankMeasure, (each: ExactStatistics) => number | null>> = {
  total: ({ total }) => Number(total),
  average: ({ averagePerSecond }) => averagePerSecond,
  maximum: ({ maximumPerSecond }) => maximumPerSecond,
  p50: ({ p50PerSecond }) => p50PerSecond,
  p95: ({ p95PerSecond }) => p95PerSecond,
  p99: ({ p99PerSecond }) => p99PerSecond,
};

/** Totals with a top as a list of ranks and shares. */
export function topOf(answered: Decoded<TotalsAnswer>, { by, counter }: Top): Decoded<TopAnswer> {
  if (!answered.ok) return { ok: false, refusal: asGiven(answered.refusal) };
  const { groups, ...rest } = answered.value;
  const whole = groups.reduce((sum, group) => sum + totalOf(group, counter), 0n);
  const shareOf = (total: bigint): RankedShare => ({ total, sharePercent: percentOf(total, whole) });
  const ranked = groups.filter(({ others }) => others === null);
  const others = groups.find((group) => group.others !== null);
  return {
    ok: true,
    value: {
      ...rest,
      groups: ranked.map((each) => ({
        ...{ group: each.group, keys: each.keys },
        value: figureOf(each.statistics(), counter, FIGURES[by]),
        ...shareOf(totalOf(each, counter)),
      })),
      others: shareOf(others ? totalOf(others, counter) : 0n),
    },
  };
}

/** A ranking is asked for with the fields of a top beside the others. */
function asGiven({ field, reason }: Refusal): Refusal {
  return { field: field.replace(/^top\./, ''), reason };
}

function totalOf({ totals }: GroupTotals, asked: Top['counter']): bigint {
  return totals.reduce((sum, { counter, total }) => (asked === null || counter === asked ? sum + total : sum), 0n);
}

function percentOf(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : roundedRate((Number(part) / Number(whole)) * 100);
}
