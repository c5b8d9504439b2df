import type { Grouping } from '../../query/grouping.js';
import type { SeriesRequest } from '../../query/series.js';
import type { TotalsRequest } from '../../query/totals.js';
import { MAX_COST } from '../graphql/limits.js';
import { costOfRange, hostsNamed } from '../range-cost.js';
import { RefusedRequest } from './refused.js';

/** What is asked of a range of time; of its whole, where neither points nor measures are given. */
type Asked = TotalsRequest & Partial<Pick<SeriesRequest, 'points' | 'measures'>>;

/** Refuses what would cost more than a GraphQL operation may. */
export function refuseIfDear(asked: Asked): void {
  const { fromMs, toMs, interfaces, filter, points = null, counters, measures = [null], grouping, top } = asked;
  const cost = costOfRange({
    ...{ fromMs, toMs, points, interfaces: interfaces?.length ?? null },
    ...{ hosts: hostsNamed(filter ?? {}), isCompared: false },
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
