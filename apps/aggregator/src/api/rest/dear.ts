import type { Filter } from '../../query/filter.js';
import type { Grouping } from '../../query/grouping.js';
import type { Top } from '../../query/series.js';
import { MAX_COST } from '../graphql/limits.js';
import { costOfRange, hostsNamed } from '../range-cost.js';
import { RefusedRequest } from './refused.js';

/** What is asked of a range of time. */
interface Asked {
  readonly fromMs: number;
  readonly toMs: number;
  /** None where figures of the whole range are asked. */
  readonly points?: number;
  readonly counters: readonly unknown[];
  readonly measures?: readonly unknown[];
  readonly grouping: Grouping;
  readonly top: Top | null;
}

/** Refuses what would cost more than a GraphQL operation may. */
export function refuseIfDear(asked: Asked, filter: Filter | null): void {
  const { fromMs, toMs, points = null, counters, measures = [null], grouping, top } = asked;
  const cost = costOfRange({
    ...{ fromMs, toMs, points, interfaces: null, hosts: hostsNamed(filter ?? {}), isCompared: false },
    columns: counters.length * measures.length,
    groups: top ? top.count + 1 : isAll(grouping) ? 1 : null,
  });
  if (cost <= MAX_COST) return;
  const remedy = 'ask for a shorter range, name hosts, or ask for fewer groups (top)';
  const reason = `makes it cost ${Math.ceil(cost)}, and it may cost ${MAX_COST}: ${remedy}`;
  throw new RefusedRequest({ field: 'from', reason });
}

const isAll = ({ dimensions, labels }: Grouping): boolean =>
  labels.length === 0 && dimensions.length === 1 && dimensions[0] === 'all';
