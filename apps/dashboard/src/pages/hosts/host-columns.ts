import type { ListedHost } from '../../api/operations/hosts.js';
import type { Column } from '../../components/table.js';

/** What the list of hosts shows; what the server sorts by can be sorted by. The counts are on the page of a host, too. */
export const HOST_COLUMNS: readonly Column<ListedHost>[] = [
  { key: 'name', label: 'Host', sortable: true, width: 'minmax(13rem, 2fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)', optional: 'shown' },
  { key: 'in', label: 'In', numeric: true, sortable: true, width: '7rem' },
  { key: 'out', label: 'Out', numeric: true, sortable: true, width: '7rem' },
  { key: 'packets', label: 'Packets', numeric: true, sortable: true, width: '8rem', optional: 'shown' },
  { key: 'errors', label: 'Errors', numeric: true, sortable: true, width: '6.5rem', optional: 'shown' },
  { key: 'drops', label: 'Drops', numeric: true, sortable: true, width: '6.75rem', optional: 'shown' },
  { key: 'cpu', label: 'CPU', numeric: true, sortable: true, width: '9.25rem', optional: 'shown' },
  { key: 'memory', label: 'Memory', numeric: true, sortable: true, width: '9.25rem', optional: 'shown' },
  { key: 'containers', label: 'Containers', numeric: true, width: '6.5rem', optional: 'hidden' },
  { key: 'interfaces', label: 'Interfaces', numeric: true, width: '6.5rem', optional: 'hidden' },
  { key: 'seen', label: 'State', sortable: true, width: 'minmax(8rem, 1fr)', optional: 'shown' },
  { key: 'system', label: 'System', sortable: true, width: 'minmax(8rem, 1fr)', optional: 'hidden' },
];
