import type { InterfaceSort, ListedInterface } from '../../api/operations/interfaces.js';
import type { Column } from '../../components/table.js';
import type { Sort } from '../../composables/use-query-state.js';

/** What the list of interfaces shows; all of it is sorted by the server. */
export const INTERFACE_COLUMNS: readonly Column<ListedInterface>[] = [
  { key: 'name', label: 'Interface', sortable: true, width: 'minmax(15rem, 2fr)' },
  { key: 'host', label: 'Host', sortable: true, width: 'minmax(9rem, 1fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)' },
  { key: 'traffic', label: 'Traffic', numeric: true, sortable: true, width: '8.5rem' },
  { key: 'use', label: 'Of link speed', numeric: true, sortable: true, width: '9.5rem' },
  { key: 'packets', label: 'Packets', numeric: true, sortable: true, width: '8.5rem' },
  { key: 'errors', label: 'Errors', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'drops', label: 'Drops', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'state', label: 'Link', sortable: true, width: '9rem' },
];

const ORDERS: Readonly<Record<string, InterfaceSort['by']>> = {
  name: 'NAME',
  host: 'HOST',
  traffic: 'BYTES_PER_SECOND',
  use: 'UTILISATION',
  packets: 'PACKETS_PER_SECOND',
  errors: 'ERRORS_PER_SECOND',
  drops: 'DROPS_PER_SECOND',
  state: 'STATE',
};

/** The order as the API takes it. Figures fall first and texts rise first, as tables have it. */
export function interfaceSort({ column, rising }: Sort): InterfaceSort {
  const by = ORDERS[column] ?? 'BYTES_PER_SECOND';
  const isFigure = !['NAME', 'HOST', 'STATE'].includes(by);
  return { by, direction: isFigure === rising ? 'ASCENDING' : 'DESCENDING' };
}
