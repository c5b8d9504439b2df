import type { ContainerRow, InterfaceRow, NetworkRow } from '../../composables/use-host-rows.js';
import type { Matches } from './use-matches.js';

/** The interfaces that the page's filter lets through; all where there is none. */
export function filterInterfaces(rows: readonly InterfaceRow[], matches: Matches | null): readonly InterfaceRow[] {
  return matches ? rows.filter(({ iface }) => matches.interfaces.has(iface.id)) : rows;
}

/** The containers of which one, of those that share a network, passes. */
export function filterContainers(rows: readonly ContainerRow[], matches: Matches | null): readonly ContainerRow[] {
  return matches ? rows.filter(({ sharers }) => sharers.some(({ id }) => matches.containers.has(id))) : rows;
}

/** The networks that pass. */
export function filterNetworks(rows: readonly NetworkRow[], matches: Matches | null): readonly NetworkRow[] {
  return matches ? rows.filter(({ network }) => matches.networks.has(network.id)) : rows;
}
