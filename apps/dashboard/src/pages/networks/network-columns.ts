import type { Column } from '../../components/table.js';
import type { NetworkRow } from './use-networks.js';

/** What the list of networks shows. By name it is put in order here, by figures where they are counted. */
export const NETWORK_COLUMNS: readonly Column<NetworkRow>[] = [
  { key: 'name', label: 'Network', sortBy: ({ name }) => name ?? '\uffff', width: 'minmax(13rem, 2fr)' },
  { key: 'driver', label: 'Driver', width: 'minmax(6.5rem, 1fr)', optional: 'hidden' },
  { key: 'hosts', label: 'Hosts', numeric: true, width: '4.5rem', optional: 'shown' },
  { key: 'containers', label: 'Containers', numeric: true, width: '6.5rem', optional: 'shown' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)', optional: 'shown' },
  { key: 'in', label: 'In', numeric: true, sortable: true, width: '7.25rem' },
  { key: 'out', label: 'Out', numeric: true, sortable: true, width: '7.25rem' },
  { key: 'packets', label: 'Packets', numeric: true, sortable: true, width: '7.75rem', optional: 'shown' },
  { key: 'errors', label: 'Errors', numeric: true, sortable: true, width: '6.5rem', optional: 'shown' },
  { key: 'drops', label: 'Drops', numeric: true, sortable: true, width: '6.75rem', optional: 'shown' },
  { key: 'share', label: 'Share', numeric: true, sortable: true, width: '5.5rem' },
  { key: 'inside', label: 'Stays inside', numeric: true, width: '11rem', optional: 'shown' },
];
