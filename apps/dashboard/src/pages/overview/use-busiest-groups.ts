import { computed, type ComputedRef, type Ref } from 'vue';
import type { Failure } from '../../api/index.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { type RankedGroup, rankedGroups } from '../../composables/ranked-groups.js';
import { useFilter } from '../../composables/use-filter.js';
import { type GroupQuestion, useGroupSeries } from '../../composables/use-group-series.js';

/** The busiest of a kind, and the sum of the rest; null until they are answered. */
export interface BusiestGroups {
  readonly rows: ComputedRef<RankedGroup[] | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
}

const COUNT = 6;
const POINTS = 15;
/** Rankings are of 15 minutes at least: by whole minutes, which the store keeps ready however large the fleet is. */
export const LEAST_MS = 900_000;

/** Ranks what the page's filter lets through; nothing while `groupBy` answers null. */
export function useBusiestGroups(groupBy: () => GroupQuestion['groupBy'] | null): BusiestGroups {
  const { filter } = useFilter();
  const { data, failure } = useGroupSeries(() => {
    const by = groupBy();
    const isOfHosts = by?.length === 1 && by[0] === 'HOST';
    return by
      ? {
          ...{ filter: isOfHosts ? countedFilter(filter.value) : filter.value, groupBy: by, top: { count: COUNT } },
          ...{ points: POINTS, leastMs: LEAST_MS },
        }
      : null;
  });
  return { rows: computed(() => (data.value ? rankedGroups(data.value) : null)), failure };
}
