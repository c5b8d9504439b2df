import type { Column } from '../../components/table.js';
import type { WorkloadRow } from './use-workloads.js';

/** What the list of workloads shows; all rows are here, so they are sorted here. */
export const WORKLOAD_COLUMNS: readonly Column<WorkloadRow>[] = [
  { key: 'name', label: 'Name', sortBy: ({ name }) => name, width: 'minmax(14rem, 2fr)' },
  { key: 'parent', label: 'Part of', sortBy: ({ parent }) => parent ?? '\uffff', width: 'minmax(8rem, 1fr)' },
  { key: 'trend', label: 'Trend', width: 'minmax(6rem, 1fr)' },
  { key: 'in', label: 'In', numeric: true, sortBy: ({ figures }) => figures?.incoming ?? -1, width: '8rem' },
  { key: 'out', label: 'Out', numeric: true, sortBy: ({ figures }) => figures?.outgoing ?? -1, width: '8rem' },
  { key: 'share', label: 'Share', numeric: true, sortBy: ({ figures }) => figures?.share ?? -1, width: '9rem' },
  { key: 'hosts', label: 'Hosts', numeric: true, sortBy: ({ hostCount }) => hostCount, width: '6rem' },
  {
    key: 'containers',
    label: 'Containers',
    numeric: true,
    sortBy: ({ containerCount }) => containerCount,
    width: '7rem',
  },
];
