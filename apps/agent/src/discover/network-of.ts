import { canonicalIpv6, inSubnet, ipv4ToNumber } from '../procfs/address.js';
import { connectedInterface, type Route } from '../procfs/route.js';
import { classOfName } from './classify.js';
import type { DockerContainer, DockerEndpoint, DockerNetwork } from './docker-records.js';
import type { HostView } from './host-view.js';

/** What a container's namespace shows about its interfaces. */
export interface NamespaceAddresses {
  readonly routes: readonly Route[];
  /** By interface. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** Networks whose interfaces sit on a device of the host: there is no other end of a pair. */
export const HOSTLESS_DRIVERS: ReadonlySet<string> = new Set(['macvlan', 'ipvlan']);

/**
 * Which Docker network an interface of a container belongs to. No API says it, so in falling certainty: what an endpoint
 * says, the network whose subnet holds its address (`docker_gwbridge`, which no endpoint mentions); else unknown.
 * `containers` are those of the namespace that Docker knows; an engine within a container has the same subnets again.
 */
export function networkOf(
  name: string,
  containers: readonly DockerContainer[],
  namespace: NamespaceAddresses,
  networks: ReadonlyMap<string, DockerNetwork>,
): { readonly network: DockerNetwork | null; readonly mac: string | null } {
  if (containers.length === 0) return { network: null, mac: null };
  const endpoints = containers.flatMap((container) => container.endpoints);
  const endpoint = endpointOf(name, endpoints, namespace);
  const named = endpoint && networkNamed(endpoint.networkId, networks);
  const bySubnet = (): DockerNetwork | null => networkBySubnet(namespace.addresses.get(name) ?? [], networks.values());
  return { network: named ?? bySubnet(), mac: endpoint?.mac ?? null };
}

/** By the name it was given, its IPv6 address, or its IPv4 address within the interface's connected network. */
export function endpointOf(
  name: string,
  endpoints: readonly DockerEndpoint[],
  namespace: NamespaceAddresses,
): DockerEndpoint | null {
  const own = namespace.addresses.get(name) ?? [];
  const hasIpv6 = ({ ipv6 }: DockerEndpoint): boolean => ipv6 !== null && own.includes(canonicalIpv6(ipv6) ?? '');
  const hasIpv4 = ({ ipv4 }: DockerEndpoint): boolean => {
    const address = ipv4 === null ? null : ipv4ToNumber(ipv4);
    return address !== null && connectedInterface(namespace.routes, address) === name;
  };
  return (
    endpoints.find((endpoint) => endpoint.ifname === name) ?? endpoints.find(hasIpv6) ?? endpoints.find(hasIpv4) ?? null
  );
}

/** The one network whose subnet holds one of an interface's addresses; where several do, nobody knows which. */
export function networkBySubnet(addresses: readonly string[], networks: Iterable<DockerNetwork>): DockerNetwork | null {
  const holding = [...networks].filter((network) => holdsAny(network, addresses));
  return holding.length === 1 ? (holding[0] ?? null) : null;
}

/**
 * The host's interface of each bridge network, by the network's id. Podman does not tell its name: it is the bridge with
 * an address in the network's subnet.
 */
export function bridgesOf(
  networks: Iterable<DockerNetwork>,
  host: HostView,
  seriesKeys: ReadonlySet<string>,
): Map<string, string> {
  const bridges = [...host.addresses.addresses].filter(
    ([name]) => (host.classes.get(name) ?? classOfName(name)) === 'bridge',
  );
  const found = new Map<string, string>();
  for (const network of networks) {
    if (network.bridge === null) continue;
    const addressed = bridges.find(([, addresses]) => holdsAny(network, addresses))?.[0];
    found.set(network.id, seriesKeys.has(`host/${network.bridge}`) ? network.bridge : (addressed ?? network.bridge));
  }
  return found;
}

function holdsAny({ subnets }: DockerNetwork, addresses: readonly string[]): boolean {
  return addresses.some((address) => subnets.some((subnet) => inSubnet(address, subnet)));
}

/** Docker tells an endpoint's network by its id, Podman by its name, but its default one by two names. */
function networkNamed(idOrName: string, networks: ReadonlyMap<string, DockerNetwork>): DockerNetwork | null {
  return networks.get(idOrName) ?? [...networks.values()].find(({ name }) => name === idOrName) ?? null;
}
