import type { ContainerInfo, InterfaceInfo, InventoryMessage, NetworkInfo } from '@weir/model';

/** What a host had at one look, by key or id, as far as it is known. */
export interface Snapshot {
  readonly boot: string;
  /** ms since 1970; null where nobody tells it. */
  readonly bootedAt: number | null;
  readonly interfaces: ReadonlyMap<string, InterfaceInfo>;
  readonly containers: ReadonlyMap<string, ContainerInfo>;
  /** Null where nobody could tell them yet. */
  readonly networks: ReadonlyMap<string, NetworkInfo> | null;
}

/** One change, for the timeline. */
export interface Change {
  /** ms since 1970. */
  readonly at: number;
  readonly kind: string;
  /** An interface key, a container id, a network id; `host` for the host itself. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  /** One sentence for people. */
  readonly text: string;
}

/** What an inventory says, as far as changes are told by it. */
export type Seen = Pick<InventoryMessage, 'agent' | 'os' | 'interfaces' | 'containers' | 'networks'>;

export function snapshotOf({ agent, os, interfaces, containers, networks }: Seen): Snapshot {
  return {
    boot: os.boot,
    bootedAt: os.bootedAt,
    interfaces: new Map(interfaces.map((each) => [each.key, each])),
    containers: new Map(containers.map((each) => [each.id, each])),
    networks: agent.docker === 'connected' ? new Map(networks.map((each) => [each.id, each])) : null,
  };
}

/** The other way round, for keeping; `head` gives what a snapshot leaves out. */
export function seenOf(snapshot: Snapshot, head: Pick<Seen, 'agent' | 'os'>): Seen {
  return {
    agent: { ...head.agent, docker: snapshot.networks ? 'connected' : 'absent' },
    os: head.os,
    interfaces: [...snapshot.interfaces.values()],
    containers: [...snapshot.containers.values()],
    networks: [...(snapshot.networks?.values() ?? [])],
  };
}

/** The part of an interface key before the slash; null for the host's own. */
export function namespaceOf({ key }: Pick<InterfaceInfo, 'key'>): string | null {
  const prefix = key.slice(0, key.indexOf('/'));
  return prefix === 'host' ? null : prefix;
}
