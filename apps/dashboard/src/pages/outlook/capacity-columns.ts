import type { LinkCapacity } from '../../api/operations/outlook.js';
import type { Column } from '../../components/table.js';

/** What the list of links shows; all of it is here, so it is sorted here. */
export const CAPACITY_COLUMNS: readonly Column<LinkCapacity>[] = [
  {
    key: 'name',
    label: 'Link',
    sortBy: (link) => link.uplink.name,
    width: 'minmax(11rem, 1fr)',
  },
  { key: 'host', label: 'Host', sortBy: (link) => link.uplink.host.name, width: 'minmax(9rem, 1fr)' },
  {
    key: 'use',
    label: 'Use in busy hours',
    numeric: true,
    sortBy: ({ utilisationPercent }) => utilisationPercent ?? -1,
    width: '23rem',
  },
  {
    key: 'left',
    label: 'Days left',
    numeric: true,
    // Fewest last, as figures fall: what is not in sight comes first then.
    sortBy: ({ daysLeft }) => daysLeft ?? Number.MAX_SAFE_INTEGER,
    width: '11rem',
  },
  { key: 'sentence', label: 'When', width: 'minmax(20rem, 2fr)' },
];
