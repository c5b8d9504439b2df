import type { ListedHost } from '../../api/operations/hosts.js';
import type { Column } from '../../components/table.js';

/** What the list of hosts shows; all of it is sorted by the server. */
export const HOST_COLUMNS: readonly Column<ListedHost>[] = [
  { key: 'name', label: 'Host', sortable: true, width: 'minmax(14rem, 2fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)' },
  { key: 'in', label: 'In', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'out', label: 'Out', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'cpu', label: 'CPU', numeric: true, sortable: true, width: '9rem' },
  { key: 'memory', label: 'Memory', numeric: true, sortable: true, width: '9rem' },
  { key: 'containers', label: 'Containers', numeric: true, width: '6.5rem' },
  { key: 'interfaces', label: 'Interfaces', numeric: true, width: '6.5rem' },
  { key: 'seen', label: 'State', sortable: true, width: 'minmax(9rem, 1fr)' },
  { key: 'system', label: 'System', sortable: true, width: 'minmax(8rem, 1fr)' },
];
