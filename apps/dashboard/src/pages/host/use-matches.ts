import { computed, type ComputedRef, watch } from 'vue';
import { type Answer, askAll } from '../../api/index.js';
import { HOST_MATCHES_CONTAINERS, HOST_MATCHES_INTERFACES, HOST_MATCHES_NETWORKS } from '../../api/operations/hosts.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';

/** What of a host the page's filter lets through, by ids. */
export interface Matches {
  readonly interfaces: ReadonlySet<string>;
  readonly containers: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
}

const PACE_MS = 20_000;

/** Null while there is no filter, and until its answer is there: then everything is shown. */
export function useMatches(hostId: string): ComputedRef<Matches | null> {
  const { filter } = useFilter();
  const asked = useAnswer<Matches | null>(
    async (signal): Promise<Answer<Matches | null>> => {
      if (!filter.value) return { ok: true, data: null };
      const own = { filter: { ...filter.value, hosts: [hostId] } };
      const [interfaces, containers, networks] = await Promise.all([
        askAll(HOST_MATCHES_INTERFACES, own, (data) => data.interfaces, signal),
        askAll(HOST_MATCHES_CONTAINERS, own, (data) => data.containers, signal),
        askAll(HOST_MATCHES_NETWORKS, own, (data) => data.networks, signal),
      ]);
      if (!interfaces.ok) return interfaces;
      if (!containers.ok) return containers;
      if (!networks.ok) return networks;
      return {
        ok: true,
        data: {
          interfaces: idsOf(interfaces.data),
          containers: idsOf(containers.data),
          networks: idsOf(networks.data),
        },
      };
    },
    () => (filter.value ? PACE_MS : Infinity),
  );
  watch(filter, () => void asked.refresh());
  return computed(() => (filter.value ? asked.data.value : null));
}

function idsOf(nodes: readonly { readonly id: string }[]): Set<string> {
  return new Set(nodes.map(({ id }) => id));
}
