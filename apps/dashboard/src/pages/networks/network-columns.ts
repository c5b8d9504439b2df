import type { Column } from '../../components/table.js';
import { internalShare } from './inside.js';
import type { NetworkRow } from './use-networks.js';

/** What the list of networks shows; all rows are here, so they are sorted here. */
export const NETWORK_COLUMNS: readonly Column<NetworkRow>[] = [
  { key: 'name', label: 'Network', sortBy: ({ name }) => name ?? '\uffff', width: 'minmax(14rem, 2fr)' },
  { key: 'driver', label: 'Driver', width: 'minmax(7rem, 1fr)' },
  { key: 'hosts', label: 'Hosts', numeric: true, width: '5rem' },
  { key: 'containers', label: 'Containers', numeric: true, width: '6.5rem' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)' },
  { key: 'in', label: 'In', numeric: true, sortBy: ({ figures }) => figures.incoming ?? -1, width: '8rem' },
  { key: 'out', label: 'Out', numeric: true, sortBy: ({ figures }) => figures.outgoing ?? -1, width: '8rem' },
  { key: 'share', label: 'Share', numeric: true, sortBy: ({ figures }) => figures.share ?? -1, width: '6rem' },
  {
    key: 'inside',
    label: 'Stays inside',
    numeric: true,
    sortBy: ({ inside }) => (inside ? (internalShare(inside) ?? -1) : -2),
    width: '11rem',
  },
];
