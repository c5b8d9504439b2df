import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { type Answer, askAll, type Failure } from '../../api/index.js';
import { SERVICES, STACKS, WORKLOADS } from '../../api/operations/workloads.js';
import type { FilterInput } from '../../composables/chips.js';
import { type RankedGroup, rankedGroups } from '../../composables/ranked-groups.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import { useGroupSeries } from '../../composables/use-group-series.js';
import { useRange } from '../../composables/use-range.js';
import { newestWords } from '../../format/span.js';
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

/** One with its traffic; null where none of its containers has an interface of its own. */
export interface WorkloadRow extends Workload {
  readonly figures: RankedGroup | null;
}

export interface Workloads {
  readonly rows: ComputedRef<WorkloadRow[]>;
  /** What their rates are of: `now`. */
  readonly when: ComputedRef<string>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
}

const PACE_MS = 30_000;
const MAX_FIGURES = 300;
const POINTS = 15;
const LEAST_MS = 900_000;

/** All of a kind, with the traffic of the busiest 300. */
export function useWorkloads(kind: () => WorkloadKind): Workloads {
  const { filter } = useFilter();
  const { moves } = useRange();
  const asked = useAnswer<Workload[]>(
    (signal) => askFor(kind(), filter.value, signal),
    () => PACE_MS,
  );
  watch([kind, filter], () => void asked.refresh());
  const figures = useGroupSeries(() => ({
    ...{ filter: filter.value, groupBy: [KIND_WORDS[kind()].dimension], top: { count: MAX_FIGURES } },
    ...{ points: POINTS, leastMs: LEAST_MS },
  }));
  const byName = computed(() => {
    const rows = figures.data.value ? rankedGroups(figures.data.value) : [];
    return new Map(rows.map((row) => [row.keys[0]?.value ?? '', row]));
  });
  return {
    rows: computed(() =>
      (asked.data.value ?? []).map((one) => ({ ...one, figures: byName.value.get(one.id) ?? null })),
    ),
    when: computed(() => newestWords(moves.value, figures.data.value?.stepMilliseconds ?? 0)),
    failure: computed(() => asked.failure.value ?? figures.failure.value),
    loading: computed(() => asked.data.value === null),
  };
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
