import type { HostInterface } from '../../api/index.js';
import type { ContainerRow, InterfaceRow, NetworkRow } from '../../composables/use-host-rows.js';
import { matchesFilter } from '../../format/filter.js';
import { className } from '../../format/name.js';

/** The interfaces in which every word of the filter is found: names, class, network, containers, addresses. */
export function filterInterfaces(rows: readonly InterfaceRow[], filter: string): InterfaceRow[] {
  return rows.filter(({ iface }) =>
    matchesFilter(filter, [
      iface.name,
      className(iface.class),
      iface.network?.name,
      iface.mac,
      iface.master,
      ...iface.addresses,
      ...iface.containers.flatMap(containerTexts),
    ]),
  );
}

/** The containers in which every word of the filter is found: names, images, stack, service, pod, networks. */
export function filterContainers(rows: readonly ContainerRow[], filter: string): ContainerRow[] {
  return rows.filter(({ sharers, networks }) =>
    matchesFilter(filter, [...sharers.flatMap((each) => [...containerTexts(each), each.image]), ...networks]),
  );
}

function containerTexts(container: Omit<HostInterface['containers'][number], 'id'>): (string | null)[] {
  const { name, stack, service, pod, podNamespace, workload } = container;
  return [name, stack, service, pod, podNamespace, workload];
}

/** The networks in which every word of the filter is found: name, driver, subnets. */
export function filterNetworks(rows: readonly NetworkRow[], filter: string): NetworkRow[] {
  return rows.filter(({ network }) => matchesFilter(filter, [network.name, network.driver, ...network.subnets]));
}
