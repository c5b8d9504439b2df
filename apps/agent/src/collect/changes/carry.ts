import type { ContainerInfo, InterfaceInfo } from '@weir/model';
import { namespaceOf, type Snapshot } from './snapshot.js';

/**
 * What is unknown for once (a link that is down has no speed, Docker is away, a file could not be read) is still what it
 * was: else it would be told as gone, and told again when it is back.
 */
export function carryOver(before: Snapshot, now: Snapshot): Snapshot {
  const isReadable = readableAddresses(now);
  return {
    ...now,
    interfaces: mapValues(now.interfaces, (each, key) => {
      const known = before.interfaces.get(key);
      return known ? carryInterface(known, each, isReadable(each)) : each;
    }),
    containers: mapValues(now.containers, (each, id) => {
      const known = before.containers.get(id);
      return known ? carryContainer(known, each) : each;
    }),
    networks: now.networks ?? before.networks,
  };
}

function carryInterface(before: InterfaceInfo, now: InterfaceInfo, readable: boolean): InterfaceInfo {
  return {
    ...now,
    // Without anything else, a class is only what a name suggests.
    class: now.mtu === null ? before.class : now.class,
    network: now.network ?? before.network,
    mac: now.mac ?? before.mac,
    mtu: now.mtu ?? before.mtu,
    speedBitsPerSecond: now.speedBitsPerSecond ?? before.speedBitsPerSecond,
    state: now.state === 'unknown' ? before.state : now.state,
    addresses: readable ? now.addresses : before.addresses,
    // None is an answer, where there is any.
    master: now.mtu === null ? before.master : now.master,
  };
}

function carryContainer(before: ContainerInfo, now: ContainerInfo): ContainerInfo {
  return {
    ...now,
    name: now.name ?? before.name,
    image: now.image ?? before.image,
    stack: now.stack ?? before.stack,
    service: now.service ?? before.service,
    pod: now.pod ?? before.pod,
    podNamespace: now.podNamespace ?? before.podNamespace,
    workload: now.workload ?? before.workload,
  };
}

/** A namespace in which not even the loopback has an address is one whose addresses could not be read. */
function readableAddresses({ interfaces }: Snapshot): (each: InterfaceInfo) => boolean {
  const loopbacks = [...interfaces.values()].filter(({ name }) => name === 'lo');
  const unreadable = new Set(loopbacks.filter(({ addresses }) => addresses.length === 0).map(namespaceOf));
  return (each) => !unreadable.has(namespaceOf(each));
}

function mapValues<T>(map: ReadonlyMap<string, T>, change: (value: T, key: string) => T): Map<string, T> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
