import type { Counter } from '@weir/model';
import type { Column } from '../../components/table.js';
import type { InterfaceRow } from '../../composables/use-host-rows.js';
import { displayName } from '../../format/name.js';
import { sortableReading } from '../../format/reading.js';

/** The interface table: what it is, then every counter both ways. */
export const interfaceColumns: readonly Column<InterfaceRow>[] = [
  { key: 'name', label: 'Interface', sortBy: ({ iface }) => displayName(iface).title },
  { key: 'network', label: 'Network', sortBy: ({ iface }) => iface.network?.name ?? '\uffff' },
  { key: 'link', label: 'Link', sortBy: ({ iface }) => iface.speedBitsPerSecond ?? -1 },
  { key: 'trend', label: 'Last 5 min' },
  // By the load of the last seconds: by the newest reading alone, rows would change places every second.
  { key: 'in', label: 'In', group: 'Traffic', numeric: true, sortBy: ({ load }) => load },
  rate('out', 'Out', 'Traffic', 'txBytes'),
  rate('packetsIn', 'In', 'Packets/s', 'rxPackets'),
  rate('packetsOut', 'Out', 'Packets/s', 'txPackets'),
  rate('errorsIn', 'In', 'Errors/s', 'rxErrors'),
  rate('errorsOut', 'Out', 'Errors/s', 'txErrors'),
  rate('dropsIn', 'In', 'Drops/s', 'rxDropped'),
  rate('dropsOut', 'Out', 'Drops/s', 'txDropped'),
];

function rate(key: string, label: string, group: string, counter: Counter): Column<InterfaceRow> {
  return { key, label, group, numeric: true, sortBy: ({ now }) => sortableReading(now[counter]) };
}
