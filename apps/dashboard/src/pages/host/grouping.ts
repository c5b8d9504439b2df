import type { HostContainer } from '../../api/index.js';
import type { ContainerRow, InterfaceRow } from '../../composables/use-host-rows.js';
import { className } from '../../format/name.js';

/** What the tables can be grouped by; the first is the default. */
export const GROUPINGS = ['none', 'class', 'network', 'stack'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The name of an interface's group. */
export function interfaceGroup(grouping: Grouping): ((row: InterfaceRow) => string) | null {
  if (grouping === 'class') return ({ iface }) => className(iface.class);
  if (grouping === 'network') return ({ iface }) => iface.network?.name ?? 'No Docker network';
  if (grouping === 'stack') return ({ iface }) => stackOf(iface.containers[0]);
  return null;
}

/** The name of a container's group; containers have no class. */
export function containerGroup(grouping: Grouping): ((row: ContainerRow) => string) | null {
  if (grouping === 'network') return ({ networks }) => networks.join(', ') || 'No Docker network';
  if (grouping === 'stack') return ({ container }) => stackOf(container);
  return null;
}

/** A pod's namespace is to it what a stack is to a service. */
function stackOf(container: Pick<HostContainer, 'stack' | 'podNamespace'> | undefined): string {
  return container?.stack ?? container?.podNamespace ?? 'No stack';
}
