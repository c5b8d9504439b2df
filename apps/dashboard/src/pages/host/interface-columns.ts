import type { Counter } from '@weir/model';
import type { Column } from '../../components/table.js';
import type { InterfaceRow } from '../../composables/use-host-rows.js';
import { displayName } from '../../format/name.js';
import { sortableReading } from '../../format/reading.js';

/** The interface table: what it is, then every counter both ways. */
export const interfaceColumns: readonly Column<InterfaceRow>[] = [
  {
    ...{ key: 'name', label: 'Interface', width: 'minmax(13rem, 2fr)' },
    sortBy: ({ iface }) => displayName(iface).title,
  },
  {
    ...{ key: 'network', label: 'Network', width: 'minmax(7rem, 1fr)' },
    sortBy: ({ iface }) => iface.network?.name ?? '\uffff',
  },
  { key: 'link', label: 'Link', width: '7.5rem', sortBy: ({ iface }) => iface.speedBitsPerSecond ?? -1 },
  { key: 'trend', label: 'Last 5 min', width: 'minmax(6rem, 1fr)' },
  // By the load of the last seconds: by the newest reading alone, rows would change places every second.
  { key: 'in', label: 'In', group: 'Traffic', numeric: true, width: '7.5rem', sortBy: ({ load }) => load },
  rate('out', 'Out', 'Traffic', 'txBytes'),
  rate('packetsIn', 'In', 'Packets/s', 'rxPackets'),
  rate('packetsOut', 'Out', 'Packets/s', 'txPackets'),
  rate('errorsIn', 'In', 'Errors/s', 'rxErrors'),
  rate('errorsOut', 'Out', 'Errors/s', 'txErrors'),
  rate('dropsIn', 'In', 'Drops/s', 'rxDropped'),
  rate('dropsOut', 'Out', 'Drops/s', 'txDropped'),
];

function rate(key: string, label: string, group: string, counter: Counter): Column<InterfaceRow> {
  const width = group === 'Traffic' ? '7.5rem' : '5rem';
  return { key, label, group, numeric: true, width, sortBy: ({ now }) => sortableReading(now[counter]) };
}
