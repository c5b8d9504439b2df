import type { Column } from '../../components/table.js';
import type { WorkloadRow } from './use-workloads.js';

/** What the list of workloads shows. By what all rows tell it is put in order here, by figures where they are counted. */
export const WORKLOAD_COLUMNS: readonly Column<WorkloadRow>[] = [
  { key: 'name', label: 'Name', sortBy: ({ name }) => name, width: 'minmax(14rem, 2fr)' },
  { key: 'parent', label: 'Part of', sortBy: ({ parent }) => parent ?? '\uffff', width: 'minmax(8rem, 1fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)', optional: 'shown' },
  { key: 'in', label: 'In', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'out', label: 'Out', numeric: true, sortable: true, width: '7.5rem' },
  { key: 'packets', label: 'Packets', numeric: true, sortable: true, width: '7.75rem', optional: 'shown' },
  { key: 'errors', label: 'Errors', numeric: true, sortable: true, width: '6.5rem', optional: 'shown' },
  { key: 'drops', label: 'Drops', numeric: true, sortable: true, width: '6.75rem', optional: 'shown' },
  { key: 'share', label: 'Share', numeric: true, sortable: true, width: '5.5rem' },
  {
    ...{ key: 'hosts', label: 'Hosts', numeric: true, width: '5rem', optional: 'shown' },
    sortBy: ({ hostCount }) => hostCount,
  },
  {
    key: 'containers',
    label: 'Containers',
    numeric: true,
    sortBy: ({ containerCount }) => containerCount,
    width: '6.5rem',
    optional: 'shown',
  },
];
