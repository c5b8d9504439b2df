import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { type Answer, ask, askAll, type Failure } from '../../api/index.js';
import { NETWORK_FACTS, NETWORK_HOSTS, type NetworkOnHost } from '../../api/operations/networks.js';
import type { FilterInput } from '../../composables/chips.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import type { Inside } from './inside.js';
import { insideByName, useNetworkTotals } from './use-networks.js';

/** A network of a name on all its hosts. */
export interface NetworkDetail {
  /** What is counted: its containers, within the page's filter. */
  readonly filter: ComputedRef<FilterInput>;
  /** The network on each of its hosts; null until that is answered. */
  readonly hosts: Readonly<Ref<readonly NetworkOnHost[] | null>>;
  readonly containerCount: ComputedRef<number | null>;
  /** Null until it is answered; `not told` where no bridge tells. */
  readonly inside: ComputedRef<Inside | 'not told' | null>;
  readonly failure: ComputedRef<Failure | null>;
}

interface Facts {
  readonly hosts: readonly NetworkOnHost[];
  readonly containerCount: number;
}

const PACE_MS = 15_000;

/** All that is known of a network by its name, within the page's filter. */
export function useNetwork(name: () => string): NetworkDetail {
  const page = useFilter();
  const filter = computed<FilterInput>(() => ({
    ...page.filter.value,
    network: { ...page.filter.value?.network, eq: name() },
  }));
  const facts = useAnswer<Facts>(
    (signal) => askFacts(filter.value, signal),
    () => PACE_MS,
  );
  watch(filter, () => void facts.refresh());
  const totals = useNetworkTotals(() => filter.value);
  return {
    filter,
    hosts: computed(() => facts.data.value?.hosts ?? null),
    containerCount: computed(() => facts.data.value?.containerCount ?? null),
    inside: computed(() => totals.data.value && (insideByName(totals.data.value).get(name()) ?? 'not told')),
    failure: computed(() => facts.failure.value ?? totals.failure.value),
  };
}

async function askFacts(filter: FilterInput, signal: AbortSignal): Promise<Answer<Facts>> {
  const [hosts, count] = await Promise.all([
    askAll(NETWORK_HOSTS, { filter }, (data) => data.networks, signal),
    ask(NETWORK_FACTS, { filter }, signal),
  ]);
  if (!hosts.ok) return hosts;
  if (!count.ok) return count;
  return { ok: true, data: { hosts: hosts.data, containerCount: count.data.containers.totalCount } };
}
