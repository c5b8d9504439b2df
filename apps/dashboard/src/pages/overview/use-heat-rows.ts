import { computed, type ComputedRef, type Ref } from 'vue';
import type { Failure } from '../../api/index.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { useFilter } from '../../composables/use-filter.js';
import { useGroupSeries } from '../../composables/use-group-series.js';
import { groupHosts, type HeatGroup, type HeatRow, heatRows } from './heat-rows.js';

/** The heat map is of an hour at least: five minutes have no pattern. */
export const HEAT_LEAST_MS = 3_600_000;
/** With 50 rows, 3,000 cells. */
const POINTS = 60;
const LIVE_PACE_MS = 30_000;
/** The API answers no more lines at once. */
const MAX_HOSTS = 1_000;

/** The heat map's rows over the page's range. */
export interface HeatRows {
  readonly rows: ComputedRef<readonly HeatRow[]>;
  readonly groups: ComputedRef<readonly HeatGroup[]>;
  readonly at: ComputedRef<readonly number[]>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
}

/** Traffic of all hosts, drawn together where there are many; asked for once it is wanted. */
export function useHeatRows(isWanted: () => boolean): HeatRows {
  const { filter } = useFilter();
  const { data, failure } = useGroupSeries(() =>
    isWanted()
      ? {
          ...{ filter: countedFilter(filter.value), groupBy: ['HOST'], points: POINTS, top: { count: MAX_HOSTS } },
          ...{ leastMs: HEAT_LEAST_MS, livePaceMs: LIVE_PACE_MS },
        }
      : null,
  );
  const groups = computed(() => groupHosts(hostsOf(data.value?.series ?? [])));
  return {
    groups,
    rows: computed(() => (data.value ? heatRows(groups.value, data.value) : [])),
    at: computed(() => data.value?.at ?? []),
    failure,
    loading: computed(() => data.value === null || !isWanted()),
  };
}

function hostsOf(
  lines: readonly { readonly keys: readonly { readonly value: string | null; readonly name: string | null }[] }[],
): { id: string; name: string }[] {
  return lines.flatMap(({ keys: [key] }) => (key?.value ? [{ id: key.value, name: key.name ?? key.value }] : []));
}
