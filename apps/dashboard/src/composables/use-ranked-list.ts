import { computed, type ComputedRef, type Ref, ref, watch } from 'vue';
import { ask, type Failure } from '../api/index.js';
import { RANKED_NAMES, type RankedNames, type RankedNamesInput } from '../api/operations/figures.js';
import type { FilterInput } from './chips.js';
import { useInRange, wholeMinutes } from './use-in-range.js';
import type { Sort } from './use-query-state.js';
import type { Grouping } from './use-row-lines.js';

type CounterNames = NonNullable<RankedNamesInput['counters']>;

/** What lists of groups are ordered by: the column, and the counters that rank. */
const RANKED_BY = {
  share: ['RX_BYTES', 'TX_BYTES'],
  in: ['RX_BYTES'],
  out: ['TX_BYTES'],
  packets: ['RX_PACKETS', 'TX_PACKETS'],
  errors: ['RX_ERRORS', 'TX_ERRORS'],
  drops: ['RX_DROPPED', 'TX_DROPPED'],
} as const satisfies Record<string, CounterNames>;
export type RankedBy = keyof typeof RANKED_BY;

/** The counters that a list of groups tells of those on screen. */
export const LISTED_COUNTERS: CounterNames = Object.values(RANKED_BY).slice(1).flat();

/** The column by which the API ranks; null for others. */
export function rankedBy(column: string): RankedBy | null {
  return Object.hasOwn(RANKED_BY, column) ? (column as RankedBy) : null;
}

/** Only the highest can be asked for: such a column does not turn. */
export function rankedSort(sort: Sort): Sort {
  return rankedBy(sort.column) === null ? sort : { ...sort, rising: false };
}

/** The groups of a kind in the order asked, as far as they are looked at. */
export interface RankedList {
  readonly groups: ComputedRef<RankedNames['groups']>;
  /** How many there are; null until that is answered. */
  readonly total: ComputedRef<number | null>;
  /** Bytes of all groups together, both ways; null until that is answered. */
  readonly whole: ComputedRef<number | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
  /** More of them are looked at. */
  readonly more: () => void;
  /** All are needed, as far as they can be had. */
  readonly all: () => void;
}

interface Answered {
  readonly order: RankedNames;
  readonly whole: number;
}

const STEP = 100;
/** The most that the API ranks. */
const MOST = 1_000;
const LEAST_MS = 900_000;
const PACE_MS = 15_000;

/** Asks who has most in the page's range or 15 minutes, by name: a hundred at first, and more as they come into sight. */
export function useRankedList(
  question: () => { readonly grouping: Grouping; readonly filter: FilterInput | null; readonly by: RankedBy },
): RankedList {
  const count = ref(STEP);
  watch(
    () => JSON.stringify(question()),
    () => (count.value = STEP),
    { flush: 'sync' },
  );
  const asked = useInRange<Answered>(
    async (stretch, signal) => {
      const { grouping, filter, by } = question();
      const input = { ...wholeMinutes(stretch), filter, groupBy: [grouping] };
      const rank = (counters: CounterNames, most: number) =>
        ask(RANKED_NAMES, { input: { ...input, counters: [...counters], count: most } }, signal);
      const [order, traffic] = await Promise.all([
        rank(RANKED_BY[by], count.value),
        by === 'share' ? null : rank(RANKED_BY.share, 1),
      ]);
      if (!order.ok) return order;
      if (traffic && !traffic.ok) return traffic;
      return { ok: true, data: { order: order.data.top, whole: wholeOf((traffic ?? order).data.top) } };
    },
    () => [question(), count.value],
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
  const groups = computed(() => asked.data.value?.order.groups ?? []);
  const total = computed(() => asked.data.value?.order.groupCount ?? null);
  return {
    groups,
    total,
    whole: computed(() => asked.data.value?.whole ?? null),
    failure: asked.failure,
    loading: computed(() => asked.data.value === null),
    more: () => {
      if (groups.value.length >= count.value && (total.value ?? 0) > count.value) {
        count.value = Math.min(MOST, count.value + STEP);
      }
    },
    all: () => (count.value = MOST),
  };
}

function wholeOf({ groups, othersTotal }: RankedNames): number {
  return groups.reduce((sum, { total }) => sum + Number(total), Number(othersTotal));
}
