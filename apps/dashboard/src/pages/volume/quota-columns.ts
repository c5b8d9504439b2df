import type { Quota } from '../../api/operations/volume.js';
import type { Column } from '../../components/table.js';

/** What the list of quotas shows; all of it is here, so it is sorted here. */
export const QUOTA_COLUMNS: readonly Column<Quota>[] = [
  { key: 'name', label: 'Quota', sortBy: ({ name }) => name, width: 'minmax(13rem, 1.4fr)' },
  {
    key: 'used',
    label: 'Used',
    numeric: true,
    // What has no limit comes after all that has one.
    sortBy: ({ current }) => current?.usedPercent ?? -1,
    width: '15rem',
  },
  {
    key: 'expected',
    label: 'Expected at the end',
    numeric: true,
    sortBy: ({ current }) => current?.projection?.usedPercent ?? Number(current?.projection?.usedBytes ?? -1) / 1e30,
    width: '16rem',
  },
  {
    key: 'cost',
    label: 'Cost so far',
    numeric: true,
    sortBy: ({ current }) => current?.cost ?? -1,
    width: '9rem',
  },
  {
    key: 'until',
    label: 'Cycle',
    sortBy: ({ current }) => Date.parse(current?.until ?? '') || 0,
    width: 'minmax(14rem, 1fr)',
  },
];
