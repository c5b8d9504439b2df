import type { GroupTotals, HostAttribution } from '../../api/operations/hosts.js';
import { type Counted, insideOf } from '../networks/inside.js';

/** Bytes both ways. */
export interface Moved {
  readonly incoming: number;
  readonly outgoing: number;
}

/** What something is in the tree: the uplinks, what uses them, and what is left of them for the host itself. */
export type NodeKind = 'uplinks' | 'network' | 'service' | 'container' | 'host';

/** A branch of the tree. What is below `uplinks` adds up to it by `crossed`; what is below a network by `moved`. */
export interface AttributionNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Null = it has none: no network, no service. */
  readonly name: string | null;
  /** What its interfaces counted. */
  readonly moved: Moved;
  /** What of it crossed the edge of its network; null where nothing tells that. */
  readonly crossed: Moved | null;
  readonly children: readonly AttributionNode[];
}

/** The tree of a host, and what to say beside it. */
export interface Attribution {
  readonly root: AttributionNode;
  /** Whether networks let out more than the uplinks carried: then some of it stayed on the host. */
  readonly staysOnHost: boolean;
  /** Networks whose edge nothing counts: what crossed it is in the host's own share. */
  readonly untold: readonly string[];
}

type Level = 'NETWORK' | 'SERVICE' | 'WORKLOAD' | 'CONTAINER';

/** Who used the uplinks of a host: its networks by what crossed their bridges, and the host itself by what is left. */
export function attributionOf({ uplinks, bridges, containers }: HostAttribution): Attribution {
  const bridgeOf = new Map(bridges.groups.map((group) => [keyOf(group, 'NETWORK'), group]));
  const networks = [...groupBy(containers.groups, (group) => keyOf(group, 'NETWORK'))]
    .map(([name, members]) => networkNode(name, members, bridgeOf.get(name)))
    .sort(byWeight);
  const moved = sum(uplinks.groups.map(movedOf));
  const crossed = sum(networks.flatMap((network) => network.crossed ?? []));
  const children = [...networks, hostNode(moved, crossed)];
  return {
    root: { id: 'uplinks', kind: 'uplinks', name: null, moved, crossed: moved, children },
    staysOnHost: crossed.incoming > moved.incoming || crossed.outgoing > moved.outgoing,
    untold: networks.filter((network) => !network.crossed).map(({ name }) => name ?? 'no known network'),
  };
}

function networkNode(
  name: string | null,
  members: readonly GroupTotals[],
  bridge: GroupTotals | undefined,
): AttributionNode {
  const inside = insideOf(countedOf(members), bridge && name !== null ? countedOf([bridge]) : null);
  const id = `network ${name}`;
  return {
    id,
    kind: 'network',
    name,
    moved: sum(members.map(movedOf)),
    crossed: inside && { incoming: inside.enteringBytes, outgoing: inside.leavingBytes },
    children: [...groupBy(members, serviceOf)].map(([service, own]) => serviceNode(id, service, own)).sort(byWeight),
  };
}

function serviceNode(parent: string, name: string | null, members: readonly GroupTotals[]): AttributionNode {
  const id = `${parent} service ${name}`;
  const children = members.map((group): AttributionNode => ({
    id: `${id} container ${group.group}`,
    kind: 'container',
    name: keyOf(group, 'CONTAINER'),
    moved: movedOf(group),
    crossed: null,
    children: [],
  }));
  return {
    id,
    kind: 'service',
    name,
    moved: sum(members.map(movedOf)),
    crossed: null,
    children: children.sort(byWeight),
  };
}

/** What is left of the uplinks: the host's own processes, containers on its network, and what nothing attributes. */
function hostNode(uplinks: Moved, crossed: Moved): AttributionNode {
  const moved = {
    incoming: Math.max(0, uplinks.incoming - crossed.incoming),
    outgoing: Math.max(0, uplinks.outgoing - crossed.outgoing),
  };
  return { id: 'host', kind: 'host', name: null, moved, crossed: moved, children: [] };
}

function serviceOf(group: GroupTotals): string | null {
  return keyOf(group, 'SERVICE') ?? keyOf(group, 'WORKLOAD');
}

function keyOf(group: GroupTotals, level: Level): string | null {
  return group.keys.find(({ dimension }) => dimension === level)?.name ?? null;
}

function movedOf(group: GroupTotals): Moved {
  const { rxBytes, txBytes } = countedOf([group]);
  return { incoming: rxBytes, outgoing: txBytes };
}

function countedOf(groups: readonly GroupTotals[]): Counted {
  const total = (counter: string): number =>
    groups.reduce((all, group) => all + Number(group.counters.find((one) => one.counter === counter)?.total ?? 0), 0);
  return { rxBytes: total('RX_BYTES'), txBytes: total('TX_BYTES'), rxPackets: total('RX_PACKETS') };
}

function sum(all: readonly Moved[]): Moved {
  return all.reduce((so, one) => ({ incoming: so.incoming + one.incoming, outgoing: so.outgoing + one.outgoing }), {
    incoming: 0,
    outgoing: 0,
  });
}

function byWeight(left: AttributionNode, right: AttributionNode): number {
  return right.moved.incoming + right.moved.outgoing - left.moved.incoming - left.moved.outgoing;
}

function groupBy<T>(all: readonly T[], keyOfOne: (one: T) => string | null): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const one of all) {
    const key = keyOfOne(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
