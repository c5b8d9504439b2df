import type { HostInventory, WatchedContainer, WatchedInterface } from './inventory.js';
import { FLEET_KEY, type WatchedLevel } from './scope-keys.js';

/** An interface on its host. */
export interface Member {
  readonly host: HostInventory;
  readonly told: WatchedInterface;
}

/** Something that is watched, by what is known of it. */
export interface Thing {
  readonly level: WatchedLevel;
  /** By which the API knows it. */
  readonly key: string;
  readonly name: string;
  /** null where it is of several. */
  readonly host: HostInventory | null;
  /** The container that it is, or is in. */
  readonly container: WatchedContainer | null;
  readonly network: string | null;
  /** Of its container, or itself. */
  readonly service: string | null;
  /** null while it is there. */
  readonly goneMs: number | null;
  /** The interfaces that count for it: one packet is counted once. */
  readonly members: readonly Member[];
}

const NAMED = ['service', 'stack', 'workload'] as const;

/** The things of a level on these hosts, each by its key. */
export function thingsOf(level: WatchedLevel, hosts: readonly HostInventory[]): Map<string, Thing> {
  const things = new Map<string, Thing>();
  const parts = new Map<string, Thing[]>();
  for (const host of hosts) {
    for (const thing of thingsOfHost(level, host)) {
      const first = things.get(thing.key);
      if (!first) {
        things.set(thing.key, thing);
        continue;
      }
      const own = parts.get(thing.key) ?? [first];
      own.push(thing);
      parts.set(thing.key, own);
    }
  }
  for (const [key, own] of parts) {
    const [first] = own as [Thing];
    things.set(key, { ...first, members: own.flatMap(({ members }) => members) });
  }
  return things;
}

const made = new WeakMap<HostInventory, Map<WatchedLevel, readonly Thing[]>>();

/** Made once of an inventory: of a large fleet a few hosts have changed from one look to the next. */
export function thingsOfHost(level: WatchedLevel, host: HostInventory): readonly Thing[] {
  const levels = made.get(host) ?? new Map<WatchedLevel, readonly Thing[]>();
  made.set(host, levels);
  const known = levels.get(level) ?? MAKERS[level](host, level);
  levels.set(level, known);
  return known;
}

type Maker = (host: HostInventory, level: WatchedLevel) => Thing[];

const MAKERS: Readonly<Record<WatchedLevel, Maker>> = {
  interface: (host) => host.interfaces.map((told) => ofInterface(host, told)),
  container: (host) => host.containers.map((container) => ofContainer(host, container)),
  network: ofNetworks,
  service: ofNames,
  stack: ofNames,
  workload: ofNames,
  host: (host) => [ofHost('host', host.id, host.name, host)],
  // They are of no inventory.
  quota: () => [],
  fleet: (host) => [{ ...ofHost('fleet', FLEET_KEY, 'all hosts', host), host: null }],
};

function ofInterface(host: HostInventory, told: WatchedInterface): Thing {
  const container = containerOf(host, told.namespace);
  return {
    ...{ level: 'interface', key: told.netId, name: told.name, host, container, goneMs: told.goneMs },
    ...{ network: networkOf(host, told.networkId), service: serviceOf(container), members: [{ host, told }] },
  };
}

function ofContainer(host: HostInventory, container: WatchedContainer): Thing {
  const members = ownInterfaces(host, container);
  return {
    ...{ level: 'container', key: container.id, name: container.name, host, container, goneMs: container.goneMs },
    ...{ network: networkOf(host, members[0]?.told.networkId ?? null), service: serviceOf(container), members },
  };
}

function ofNetworks(host: HostInventory): Thing[] {
  return host.networks.map(({ id, name, goneMs }) => ({
    ...{ level: 'network', key: `${host.id}/${id}`, name, host, container: null, network: name, service: null, goneMs },
    members: belongingsOf(host).ofContainers.filter(({ told }) => told.networkId === id),
  }));
}

function ofNames(host: HostInventory, level: WatchedLevel): Thing[] {
  const [field] = NAMED.filter((name) => name === level);
  const things = new Map<string, WatchedContainer[]>();
  for (const container of host.containers) {
    const name = field === undefined || container.goneMs !== null ? null : container[field];
    if (name !== null) things.set(name, [...(things.get(name) ?? []), container]);
  }
  return [...things].map(([name, containers]) => ({
    ...{ level, key: name, name, host: null, container: null, network: null, goneMs: null },
    service: level === 'stack' ? null : name,
    // Containers of one pod have the same interfaces.
    members: distinct(containers.flatMap((container) => ownInterfaces(host, container))),
  }));
}

function ofHost(level: WatchedLevel, key: string, name: string, host: HostInventory): Thing {
  const uplinks = host.interfaces.filter(({ isUplink, goneMs }) => isUplink && goneMs === null);
  return {
    ...{ level, key, name, host, container: null, network: null, service: null, goneMs: null },
    members: uplinks.map((told) => ({ host, told })),
  };
}

function distinct(members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [member.told.netId, member])).values()];
}

function serviceOf(container: WatchedContainer | null): string | null {
  return container && (container.service ?? container.workload);
}

/** What of a host belongs to what: of one of thousands of containers it is asked thousands of times. */
interface Belongings {
  readonly networks: ReadonlyMap<string, string>;
  /** The containers' ends of what is there. */
  readonly ofContainers: readonly Member[];
  readonly byNamespace: ReadonlyMap<string | null, Member[]>;
  /** What shares a namespace is told of by the one that was there first; what is there speaks for what went. */
  readonly containers: ReadonlyMap<string | null, WatchedContainer>;
}

const belongings = new WeakMap<HostInventory, Belongings>();

function belongingsOf(host: HostInventory): Belongings {
  const known = belongings.get(host) ?? findBelongings(host);
  belongings.set(host, known);
  return known;
}

function findBelongings(host: HostInventory): Belongings {
  const there = host.interfaces.filter(({ class: name, goneMs }) => name === 'container' && goneMs === null);
  const ofContainers = there.map((told) => ({ host, told }));
  const byNamespace = new Map<string | null, Member[]>();
  for (const member of ofContainers) {
    byNamespace.set(member.told.namespace, [...(byNamespace.get(member.told.namespace) ?? []), member]);
  }
  const containers = new Map<string | null, WatchedContainer>();
  for (const container of host.containers) {
    const known = containers.get(container.namespace);
    if (!known || (known.goneMs !== null && container.goneMs === null)) containers.set(container.namespace, container);
  }
  return { networks: new Map(host.networks.map(({ id, name }) => [id, name])), ofContainers, byNamespace, containers };
}

function ownInterfaces(host: HostInventory, { namespace }: WatchedContainer): readonly Member[] {
  return namespace === null ? [] : (belongingsOf(host).byNamespace.get(namespace) ?? []);
}

function containerOf(host: HostInventory, namespace: string | null): WatchedContainer | null {
  return namespace === null ? null : (belongingsOf(host).containers.get(namespace) ?? null);
}

function networkOf(host: HostInventory, id: string | null): string | null {
  return id === null ? null : (belongingsOf(host).networks.get(id) ?? null);
}
