import type { ContainerSort, ListedContainer } from '../../api/operations/containers.js';
import type { Column } from '../../components/table.js';
import type { Sort } from '../../composables/use-query-state.js';

/** What the list of containers shows; all of it is sorted by the server. */
export const CONTAINER_COLUMNS: readonly Column<ListedContainer>[] = [
  { key: 'name', label: 'Container', sortable: true, width: 'minmax(13rem, 2fr)' },
  { key: 'host', label: 'Host', sortable: true, width: 'minmax(9rem, 1.25fr)' },
  { key: 'group', label: 'Stack or workload', sortable: true, width: 'minmax(8rem, 1.25fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(5rem, 1fr)' },
  { key: 'traffic', label: 'Traffic', numeric: true, sortable: true, width: '8.5rem' },
  { key: 'packets', label: 'Packets', numeric: true, sortable: true, width: '7.75rem' },
  { key: 'errors', label: 'Errors', numeric: true, sortable: true, width: '6.25rem' },
  { key: 'drops', label: 'Drops', numeric: true, sortable: true, width: '6.25rem' },
  { key: 'cpu', label: 'CPU', numeric: true, sortable: true, width: '5.5rem' },
  { key: 'memory', label: 'Memory', numeric: true, sortable: true, width: '7rem' },
  { key: 'started', label: 'Runs for', numeric: true, sortable: true, width: '5.5rem' },
];

const ORDERS: Readonly<Record<string, ContainerSort['by']>> = {
  name: 'NAME',
  host: 'HOST',
  group: 'STACK',
  traffic: 'BYTES_PER_SECOND',
  packets: 'PACKETS_PER_SECOND',
  errors: 'ERRORS_PER_SECOND',
  drops: 'DROPS_PER_SECOND',
  cpu: 'CPU',
  memory: 'MEMORY',
  started: 'STARTED',
};
/** Texts rise first; so does the start, since who runs longest started first. */
const RISING = new Set<ContainerSort['by']>(['NAME', 'HOST', 'STACK', 'STARTED']);

/** The order as the API takes it. */
export function containerSort({ column, rising }: Sort): ContainerSort {
  const by = ORDERS[column] ?? 'BYTES_PER_SECOND';
  return { by, direction: RISING.has(by) === rising ? 'DESCENDING' : 'ASCENDING' };
}
