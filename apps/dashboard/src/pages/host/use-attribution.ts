import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { HOST_ATTRIBUTION, type HostAttribution, type TotalsInput } from '../../api/operations/hosts.js';
import { useInRange } from '../../composables/use-in-range.js';
import { type Attribution, attributionOf } from './attribution.js';

const LEAST_MS = 900_000;
/** More containers on one host are drawn together. */
const MAX_GROUPS = 500;

/** Who used the uplinks of a host over the page's range, 15 minutes at least; null until it is answered. */
export function useAttribution(hostId: () => string): {
  readonly attribution: ComputedRef<Attribution | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
} {
  const { data, failure } = useInRange<HostAttribution>(
    (stretch, signal) => {
      const input = (more: Partial<TotalsInput>): TotalsInput => ({ ...stretch, ...more });
      const hosts = [hostId()];
      return ask(
        HOST_ATTRIBUTION,
        {
          uplinks: input({ filter: { hosts, uplink: true }, groupBy: ['INTERFACE'] }),
          bridges: input({
            filter: { hosts, classes: ['BRIDGE'] },
            groupBy: ['NETWORK'],
            counters: ['RX_BYTES', 'TX_BYTES', 'RX_PACKETS'],
          }),
          containers: input({
            filter: { hosts, classes: ['CONTAINER'] },
            groupBy: ['NETWORK', 'SERVICE', 'WORKLOAD', 'CONTAINER'],
            top: { count: MAX_GROUPS },
          }),
        },
        signal,
      );
    },
    hostId,
    { leastMs: LEAST_MS },
  );
  return { attribution: computed(() => (data.value ? attributionOf(data.value) : null)), failure };
}
