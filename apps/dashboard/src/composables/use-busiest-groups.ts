import { computed, type ComputedRef, type Ref } from 'vue';
import type { Failure } from '../api/index.js';
import type { FigureLines } from '../api/operations/figures.js';
import { newestWords } from '../format/span.js';
import type { FilterInput } from './chips.js';
import { countedFilter } from './counted-filter.js';
import { type RankedGroup, rankedGroups } from './ranked-groups.js';
import { useFilter } from './use-filter.js';
import { type GroupQuestion, isAnswered, useGroupSeries } from './use-group-series.js';
import { useRange } from './use-range.js';

/** The busiest of a kind, and the sum of the rest; null until they are answered. */
export interface BusiestGroups {
  readonly rows: ComputedRef<RankedGroup[] | null>;
  /** What their rates are of: `now`. */
  readonly when: ComputedRef<string>;
  readonly failure: Readonly<Ref<Failure | null>>;
}

const COUNT = 6;
const POINTS = 15;
/** Rankings are of 15 minutes at least: by whole minutes, which the store keeps ready however large the fleet is. */
export const LEAST_MS = 900_000;

/** Ranks what a filter lets through, the page's unless another is given; nothing while `groupBy` answers null. */
export function useBusiestGroups(
  groupBy: () => GroupQuestion['groupBy'] | null,
  filterOf?: () => FilterInput | undefined,
): BusiestGroups {
  const page = useFilter();
  const { moves } = useRange();
  const { data, failure } = useGroupSeries(() => {
    const by = groupBy();
    const filter = filterOf?.() ?? page.filter.value;
    const isOfHosts = by?.length === 1 && by[0] === 'HOST';
    return by
      ? {
          ...{ filter: isOfHosts ? countedFilter(filter) : filter, groupBy: by, top: { count: COUNT } },
          ...{ points: POINTS, leastMs: LEAST_MS },
        }
      : null;
  });
  return {
    rows: computed(() => (data.value && isAnswered(data.value) ? rankedGroups(data.value) : null)),
    when: computed(() => newestWords(moves.value, stepOf(data.value))),
    failure,
  };
}

function stepOf(answer: FigureLines | null): number {
  return answer && isAnswered(answer) ? answer.stepMilliseconds : LEAST_MS / POINTS;
}
