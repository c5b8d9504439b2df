import { computed, type ComputedRef, type Ref, ref, watch } from 'vue';
import { type Answer, askAll, type Failure } from '../../api/index.js';
import { SERVICES, STACKS, WORKLOADS } from '../../api/operations/workloads.js';
import type { FilterInput } from '../../composables/chips.js';
import type { RankedGroup } from '../../composables/ranked-groups.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import type { Sort } from '../../composables/use-query-state.js';
import { LISTED_COUNTERS, rankedBy, useRankedList } from '../../composables/use-ranked-list.js';
import { useRowLines } from '../../composables/use-row-lines.js';
import { KIND_WORDS, type WorkloadKind } from './kinds.js';

/** A stack, service or workload. */
export interface Workload {
  readonly id: string;
  readonly name: string;
  /** Stack or namespace that it is part of. */
  readonly parent: string | null;
  readonly hostCount: number;
  readonly containerCount: number;
}

/** One with its traffic. */
export interface WorkloadRow extends Workload {
  /** Null until it came into sight, and where none of its containers has an interface of its own. */
  readonly figures: RankedGroup | null;
  /** Whether none has: all are on the networks of their hosts. */
  readonly isOnHosts: boolean;
  /** Of what all of its kind moved, 0 to 1; null = not known. */
  readonly share: number | null;
}

export interface Workloads {
  readonly rows: ComputedRef<WorkloadRow[]>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
  /** Tells which rows are on screen: figures are asked for those. */
  readonly show: (ids: readonly string[]) => void;
  /** Tells how far down they are. */
  readonly see: (last: number) => void;
}

const PACE_MS = 30_000;
/** More of an order is asked for this many rows before its end. */
const AHEAD_ROWS = 60;

/** All of a kind in the order asked, with the figures of those on screen. */
export function useWorkloads(kind: () => WorkloadKind, sort: () => Sort): Workloads {
  const { filter } = useFilter();
  const asked = useAnswer<Workload[]>(
    (signal) => askFor(kind(), filter.value, signal),
    () => PACE_MS,
  );
  watch([kind, filter], () => void asked.refresh());
  const by = computed(() => rankedBy(sort().column));
  const ranked = useRankedList(() => ({
    ...{ grouping: KIND_WORDS[kind()].dimension, filter: filter.value, by: by.value ?? 'share' },
  }));
  const places = computed(() => new Map(ranked.groups.value.map(({ keys }, place) => [keys[0]?.value ?? '', place])));
  const areAllRanked = computed(() => ranked.groups.value.length === ranked.total.value);
  const shown = ref<readonly string[]>([]);
  const figures = useRowLines(
    () => KIND_WORDS[kind()].dimension,
    () => shown.value,
    (ids) => ({ ...filter.value, [kind()]: { ...filter.value?.[kind()], in: [...ids] } }),
    LISTED_COUNTERS,
  );
  const shareOf = (own: RankedGroup | null): number | null =>
    own && ranked.whole.value ? (own.totalIn + own.totalOut) / ranked.whole.value : null;
  const ordered = computed(() => {
    const all = asked.data.value ?? [];
    const placeOf = ({ id }: Workload): number => places.value.get(id) ?? Infinity;
    // Those that are not ranked stay behind, in their order.
    return by.value === null ? all : [...all].sort((left, right) => compare(placeOf(left), placeOf(right)));
  });
  return {
    rows: computed(() =>
      ordered.value.map((one) => {
        const own = figures.value.get(one.id) ?? null;
        const isOnHosts = own === null && areAllRanked.value && !places.value.has(one.id);
        return { ...one, figures: own, isOnHosts, share: shareOf(own) };
      }),
    ),
    failure: computed(() => asked.failure.value ?? ranked.failure.value),
    loading: computed(() => asked.data.value === null || (by.value !== null && ranked.loading.value)),
    show: (ids) => (shown.value = ids),
    see: (last) => {
      if (by.value !== null && last >= ranked.groups.value.length - AHEAD_ROWS) ranked.more();
    },
  };
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}

async function askFor(
  kind: WorkloadKind,
  filter: FilterInput | null,
  signal: AbortSignal,
): Promise<Answer<Workload[]>> {
  if (kind === 'stack') return withParent(await askAll(STACKS, { filter }, (data) => data.stacks, signal), () => null);
  if (kind === 'service') {
    return withParent(await askAll(SERVICES, { filter }, (data) => data.services, signal), ({ stack }) => stack);
  }
  return withParent(
    await askAll(WORKLOADS, { filter }, (data) => data.workloads, signal),
    ({ namespace }) => namespace,
  );
}

function withParent<Node extends Omit<Workload, 'parent'>>(
  answer: Answer<Node[]>,
  parentOf: (node: Node) => string | null,
): Answer<Workload[]> {
  if (!answer.ok) return answer;
  return { ok: true, data: answer.data.map((node) => ({ ...node, parent: parentOf(node) })) };
}
