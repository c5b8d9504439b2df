import { HOST_LIST, type HostSort, type ListedHost } from '../../api/operations/hosts.js';
import { useFilter } from '../../composables/use-filter.js';
import { type List, useList } from '../../composables/use-list.js';
import type { Sort } from '../../composables/use-query-state.js';

const SORTED_BY = {
  name: 'NAME',
  in: 'RX_BYTES_PER_SECOND',
  out: 'TX_BYTES_PER_SECOND',
  packets: 'PACKETS_PER_SECOND',
  errors: 'ERRORS_PER_SECOND',
  drops: 'DROPS_PER_SECOND',
  cpu: 'CPU',
  memory: 'MEMORY',
  seen: 'STATE',
  system: 'PLATFORM',
} as const satisfies Record<string, HostSort['by']>;

/** Texts rise and figures fall first; silent hosts come first, since those are looked for. */
const FALLING = new Set<string>(['in', 'out', 'packets', 'errors', 'drops', 'cpu', 'memory', 'seen']);

/** A column and its way as the API takes them. */
export function hostSort({ column, rising }: Sort): HostSort {
  const key = Object.hasOwn(SORTED_BY, column) ? (column as keyof typeof SORTED_BY) : 'name';
  return { by: SORTED_BY[key], direction: FALLING.has(key) === rising ? 'ASCENDING' : 'DESCENDING' };
}

/** The hosts of the filter, in the order asked, read as far as they are looked at. */
export function useHostList(sort: () => Sort): List<ListedHost> {
  const { filter } = useFilter();
  return useList(() => ({
    document: HOST_LIST,
    variables: { filter: filter.value, sort: hostSort(sort()) },
    pageOf: ({ hosts }) => hosts,
  }));
}
