import { canonicalIpv6, inIpv4Subnet, ipv4ToNumber } from '../procfs/address.js';
import { connectedInterface, type Route } from '../procfs/route.js';
import type { DockerEndpoint, DockerNetwork } from './docker-records.js';

/** What a container's namespace shows about its interfaces. */
export interface NamespaceAddresses {
  readonly routes: readonly Route[];
  /** By interface. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/**
 * Which Docker network an interface belongs to. No API says it, so in falling certainty: the name an endpoint was given,
 * its IPv6 address, its IPv4 address within the interface's connected network, a network's subnet; else unknown.
 */
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

/** The network whose subnet holds one of an interface's addresses: also `docker_gwbridge`, which no endpoint mentions. */
export function networkBySubnet(addresses: readonly string[], networks: Iterable<DockerNetwork>): string | null {
  const numbers = addresses.flatMap((address) => ipv4ToNumber(address) ?? []);
  for (const network of networks) {
    if (numbers.some((address) => network.subnets.some((subnet) => inIpv4Subnet(address, subnet)))) return network.id;
  }
  return null;
}
