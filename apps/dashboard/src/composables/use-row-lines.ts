import { computed, type ComputedRef, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { FigureLine } from '../api/operations/figures.js';
import type { FilterInput } from './chips.js';
import { type RankedGroup, rankedGroups } from './ranked-groups.js';
import { useGroupSeries } from './use-group-series.js';
import { useRange } from './use-range.js';

type CounterName = FigureLine['statistics'][number]['counter'];
/** What rows are told apart by. */
export type Grouping = 'HOST' | 'NETWORK' | 'SERVICE' | 'STACK' | 'WORKLOAD';

/** While a table is scrolled nothing is asked for: only what it comes to rest on. */
const REST_MS = 200;
const POINTS = 15;
const LEAST_MS = 900_000;

/**
 * The trend of the rows of a table that can be seen, by their ids; with `counters` those are told, too. Those seen before stay,
 * as long as the same is asked of them.
 */
export function useRowLines(
  grouping: () => Grouping,
  ids: () => readonly string[],
  filterOf: (ids: readonly string[]) => FilterInput,
  counters?: readonly CounterName[],
): ComputedRef<ReadonlyMap<string, RankedGroup>> {
  const { range } = useRange();
  const wanted = ref<readonly string[]>([]);
  const known = shallowRef<ReadonlyMap<string, RankedGroup>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => [grouping(), ...ids()].join('\n'),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => (wanted.value = ids()), REST_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  const { data } = useGroupSeries(() =>
    wanted.value.length === 0
      ? null
      : {
          ...{ filter: filterOf(wanted.value), groupBy: [grouping()], points: POINTS, leastMs: LEAST_MS },
          ...(counters && { counters: [...counters] }),
        },
  );
  watch(data, (answer) => {
    if (!answer) return;
    const fresh = rankedGroups(answer).map((row) => [row.keys[0]?.value ?? '', row] as const);
    known.value = new Map([...known.value, ...fresh]);
  });
  // The same name says something else of another range, filter or kind of thing.
  watch(
    () => JSON.stringify([grouping(), filterOf([]), range.value]),
    () => (known.value = new Map()),
  );
  return computed(() => known.value);
}
