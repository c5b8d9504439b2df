import type { CollectionGroup } from '../../../api/operations/system.js';
import { formatDuration } from '../../../format/time.js';

/** What each collector of an agent measures, in the order in which they are told. */
export const COLLECTORS: Readonly<Record<string, string>> = {
  'host-interfaces': 'Interfaces of the host',
  'container-interfaces': 'Interfaces of containers',
  protocols: 'Protocols: TCP, UDP, ICMP',
  'host-state': 'CPU, memory, load and sockets of the host',
  'container-state': 'CPU and memory of containers',
  latency: 'Latency to NATS and to other hosts',
  changes: 'Changes of interfaces, networks and containers',
};

/** A setting as the agent's environment has it. */
export interface Setting {
  readonly label: string;
  readonly value: string;
  readonly text: string;
}

/** What the agents of a group were told, each with the variable that sets it. */
export function settingsOf(group: CollectionGroup): Setting[] {
  const { intervalMilliseconds, collectorsOff, excludedInterfaces, excludedContainers } = group;
  if (intervalMilliseconds === null) return [];
  return [
    {
      ...{ label: 'Every', value: formatDuration(intervalMilliseconds) },
      text: `WEIR_INTERVAL_MS=${intervalMilliseconds}`,
    },
    {
      label: 'Not measured',
      value: collectorsOff.length === 0 ? 'nothing: all is measured' : collectorsOff.map(nameOf).join('; '),
      text: `WEIR_COLLECTORS_OFF=${collectorsOff.join(',')}`,
    },
    {
      ...{ label: 'Interfaces left out', value: excludedInterfaces.join(', ') || 'none' },
      text: `WEIR_EXCLUDE_INTERFACES=${excludedInterfaces.join(',')}`,
    },
    {
      ...{ label: 'Containers left out', value: excludedContainers.join(', ') || 'none' },
      text: `WEIR_EXCLUDE_CONTAINERS=${excludedContainers.join(',')}`,
    },
  ];
}

/** Which hosts a group is of: `12 hosts on Linux`. */
export function groupWords({ hostCount, platform, intervalMilliseconds }: CollectionGroup): string {
  const hosts = `${hostCount} ${hostCount === 1 ? 'host' : 'hosts'}`;
  if (intervalMilliseconds === null) return `${hosts} of whose agent nothing is known yet`;
  return platform === null ? hosts : `${hosts} on ${PLATFORMS[platform] ?? platform}`;
}

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

function nameOf(collector: string): string {
  return COLLECTORS[collector] ?? collector;
}
