import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { askAll, type Failure } from '../../api/index.js';
import { WORKLOAD_CONTAINERS, type WorkloadContainer } from '../../api/operations/workloads.js';
import type { FilterInput } from '../../composables/chips.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import { filterFor, type WorkloadKind } from './kinds.js';

/** A workload with its containers. */
export interface WorkloadDetail {
  /** What is counted: its containers, within the page's filter. */
  readonly filter: ComputedRef<FilterInput>;
  /** Null until they are answered. */
  readonly containers: Readonly<Ref<readonly WorkloadContainer[] | null>>;
  readonly failure: Readonly<Ref<Failure | null>>;
}

const PACE_MS = 10_000;

/** The containers of a stack, service or workload, as they are now. */
export function useWorkload(kind: () => WorkloadKind, name: () => string): WorkloadDetail {
  const page = useFilter();
  const filter = computed(() => filterFor(kind(), name(), page.filter.value));
  const asked = useAnswer<WorkloadContainer[]>(
    (signal) => askAll(WORKLOAD_CONTAINERS, { filter: filter.value }, (data) => data.containers, signal),
    () => PACE_MS,
  );
  watch(filter, () => void asked.refresh());
  return { filter, containers: asked.data, failure: asked.failure };
}

/** On how many hosts containers are. */
export function hostsOf(containers: readonly WorkloadContainer[]): number {
  return new Set(containers.map(({ host }) => host.id)).size;
}
