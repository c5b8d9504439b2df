import type { ContainerInfo, InterfaceInfo, NetworkInfo } from '@weir/model';
import { classOfName } from './classify.js';
import { nameContainers } from './container-names.js';
import type { FoundContainer } from './discovery.js';
import type { DockerContainer, DockerNetwork } from './docker-records.js';
import type { HostView } from './host-view.js';
import type { Pod } from './kubernetes-records.js';
import type { Namespace } from './namespaces.js';
import { bridgesOf, HOSTLESS_DRIVERS, type NamespaceAddresses, networkOf } from './network-of.js';
import type { SysInterface } from './sys-net.js';

/** A series that exists, as the counter book knows it. */
export interface PresentSeries {
  readonly key: string;
  readonly ifindex: number | null;
  /** When its counters began, ms since 1970. */
  readonly since: number;
}

/** Everything an inventory is made from. */
export interface InventorySources {
  readonly series: readonly PresentSeries[];
  readonly host: HostView;
  readonly namespaces: readonly (Namespace & { readonly addresses: NamespaceAddresses })[];
  readonly found: readonly FoundContainer[];
  readonly containers: ReadonlyMap<string, DockerContainer>;
  readonly networks: ReadonlyMap<string, DockerNetwork>;
  /** By uid. */
  readonly pods: ReadonlyMap<string, Pod>;
}

/** What a host has; the part of the inventory message that tells whether anything changed. */
export interface Inventory {
  readonly interfaces: readonly InterfaceInfo[];
  readonly containers: readonly ContainerInfo[];
  readonly networks: readonly NetworkInfo[];
}

type SeenNamespace = InventorySources['namespaces'][number];

interface View extends InventorySources {
  readonly namespaceOf: ReadonlyMap<string, SeenNamespace>;
  /** The host's bridge interface of each network that has one. */
  readonly bridges: ReadonlyMap<string, string>;
  /** The host's end of the veth pair whose other end has this index. */
  readonly peerOf: (ifindex: number) => SysInterface | null;
}

/** Puts together what the kernel shows and the names that Docker and Kubernetes have for it. */
export function buildInventory(sources: InventorySources): Inventory {
  const namespaceOf = new Map(sources.namespaces.map((namespace) => [namespace.key, namespace]));
  const bridges = bridgesOf(sources.networks.values(), sources.host, new Set(sources.series.map(({ key }) => key)));
  const view: View = { ...sources, namespaceOf, bridges, peerOf: matchPeers(sources, namespaceOf) };
  return {
    interfaces: sources.series.flatMap((series) => interfaceInfo(series, view) ?? []),
    containers: containerInfos(sources),
    networks: [...sources.networks.values()].map((network) => networkInfo(network, bridges.get(network.id))),
  };
}

function containerInfos({ found, containers, pods }: InventorySources): ContainerInfo[] {
  const names = nameContainers(found, containers, pods);
  return found.map((container) => {
    const { id, namespace, hostNetwork, startedAt } = container;
    return { id, namespace, hostNetwork, startedAt, ...names(container) };
  });
}

function networkInfo({ id, name, driver, internal, subnets }: DockerNetwork, bridge: string | undefined): NetworkInfo {
  return { id, name, driver, internal, subnets, bridge: bridge === undefined ? null : `host/${bridge}` };
}

const NO_NETWORK = { network: null, mac: null };

/** Null for one whose container is gone: until the next tick, its series is still there. */
function interfaceInfo(series: PresentSeries, view: View): InterfaceInfo | null {
  const slash = series.key.indexOf('/');
  const [prefix, name] = [series.key.slice(0, slash), series.key.slice(slash + 1)];
  if (prefix === 'host') return hostInterface(series, name, view);
  const namespace = view.namespaceOf.get(prefix);
  return namespace ? containerInterface(series, name, namespace, view) : null;
}

function hostInterface({ key, since }: PresentSeries, name: string, { host, bridges }: View): InterfaceInfo {
  const sys = host.interfaces.get(name);
  const interfaceClass = host.classes.get(name) ?? (name === host.defaultRoute ? 'uplink' : classOfName(name));
  const bridge = sys?.master ?? name;
  return {
    key,
    name,
    class: interfaceClass,
    uplink: interfaceClass === 'uplink',
    since,
    network: [...bridges].find(([, name]) => name === bridge)?.[0] ?? null,
    mac: sys?.mac ?? null,
    mtu: sys?.mtu ?? null,
    speedBitsPerSecond: sys?.speedBitsPerSecond ?? null,
    state: sys?.state ?? 'unknown',
    addresses: host.addresses.addresses.get(name) ?? [],
    master: sys?.master ?? null,
  };
}

function containerInterface(
  { key, since, ifindex }: PresentSeries,
  name: string,
  namespace: SeenNamespace,
  view: View,
): InterfaceInfo {
  const isLoopback = name === 'lo';
  const addresses = namespace.addresses.addresses.get(name) ?? [];
  const containers = namespace.containers.flatMap((id) => view.containers.get(id) ?? []);
  const { network, mac } = isLoopback ? NO_NETWORK : networkOf(name, containers, namespace.addresses, view.networks);
  const hasPeer = !isLoopback && !HOSTLESS_DRIVERS.has(network?.driver ?? '');
  const peer = hasPeer && ifindex !== null ? view.peerOf(ifindex) : null;
  return {
    key,
    name,
    class: isLoopback ? 'loopback' : 'container',
    uplink: false,
    since,
    network: network?.id ?? null,
    mac,
    mtu: peer?.mtu ?? null,
    speedBitsPerSecond: peer?.speedBitsPerSecond ?? null,
    state: peer?.state ?? 'unknown',
    addresses,
    master: null,
  };
}

/**
 * Finds the host's end of containers' veth pairs, which tells what is unreadable from outside a container. Indexes are
 * counted per namespace, so only an unmistakable match is one.
 */
function matchPeers({ host, series }: InventorySources, namespaceOf: View['namespaceOf']): View['peerOf'] {
  const veths = [...host.interfaces.values()].filter((each) => host.classes.get(each.name) === 'veth');
  const ends = countBy(veths.map((each) => each.iflink));
  const inContainers = series.filter(({ key }) => namespaceOf.has(key.slice(0, key.indexOf('/'))));
  const claims = countBy(inContainers.map((each) => each.ifindex));
  const byLink = new Map(veths.map((each) => [each.iflink, each]));
  return (ifindex) => (ends.get(ifindex) === 1 && claims.get(ifindex) === 1 ? (byLink.get(ifindex) ?? null) : null);
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
