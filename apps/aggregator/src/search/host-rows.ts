import type { WatchedHost } from '../query/host-watch.js';
import type { ContainerRow, InterfaceRow, NetworkRow } from './read-subjects.js';
import type { HostSubjects, SearchKind, Subject } from './subject.js';

/** What is stored of a host. */
export interface HostRows {
  readonly containers: readonly ContainerRow[];
  readonly networks: readonly NetworkRow[];
  readonly interfaces: readonly InterfaceRow[];
}

const PLAIN = { isGone: false, isFirst: false, texts: [], mac: null, owner: null, containers: 0 } as const;

/** What can be found of a host. */
export function subjectsOf(host: Pick<WatchedHost, 'id' | 'name' | 'labels'>, rows: HostRows): HostSubjects {
  const { containers, networks, interfaces } = rows;
  const ownerOf = ownersOf(containers);
  const subjects: Subject[] = [
    { ...PLAIN, kind: 'host', id: host.id, name: host.name },
    ...labelsIn(JSON.parse(host.labels) as Readonly<Record<string, string>>).map((name) => named('label', name)),
    ...containers.map(({ id, name, isGone }): Subject => ({ ...PLAIN, kind: 'container', id, name, isGone })),
    ...namesOf(containers),
    ...networksOf(networks),
    ...interfaces.map(({ netId, name, mac, addresses, uplink, namespace, isGone }): Subject => ({
      ...{ ...PLAIN, kind: 'interface', id: netId, name, isGone, isFirst: uplink },
      ...{ texts: addresses, mac, owner: (namespace !== null && ownerOf.get(namespace)) || null },
    })),
  ];
  const present = containers.filter(({ isGone }) => !isGone).length;
  return { hostId: host.id, hostName: host.name, containers: present, subjects };
}

/** Each name once, with the subnets of all that are called so. */
function networksOf(networks: readonly NetworkRow[]): Subject[] {
  const found = new Map<string, Subject>();
  for (const { name, subnets, isGone } of networks) {
    const known = found.get(name) ?? { ...named('network', name), isGone: true };
    found.set(name, { ...known, texts: [...known.texts, ...subnets], isGone: known.isGone && isGone });
  }
  return [...found.values()];
}

const named = (kind: SearchKind, name: string): Subject => ({ ...PLAIN, kind, id: name, name });
const labelsIn = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));

/** Images, stacks, services, workloads and labels, each once with the number of containers that are of it. */
function namesOf(containers: readonly ContainerRow[]): Subject[] {
  const found = new Map<string, { kind: SearchKind; name: string; present: number; gone: number }>();
  for (const container of containers) {
    for (const [kind, name] of namesIn(container)) {
      const entry = found.get(`${kind} ${name}`) ?? { kind, name, present: 0, gone: 0 };
      entry[container.isGone ? 'gone' : 'present'] += 1;
      found.set(`${kind} ${name}`, entry);
    }
  }
  return [...found.values()].map(({ kind, name, present, gone }) => ({
    ...named(kind, name),
    isGone: present === 0,
    containers: present || gone,
  }));
}

function namesIn({ image, stack, service, workload, labels }: ContainerRow): (readonly [SearchKind, string])[] {
  const single = [
    ['image', image],
    ['stack', stack],
    ['service', service],
    ['workload', workload],
  ] as const;
  const told = single.flatMap(([kind, name]) => (name === null ? [] : [[kind, name] as const]));
  return [...told, ...labelsIn(labels).map((name) => ['label', name] as const)];
}

/** The containers of each network namespace; those that are gone only where nothing is left. */
function ownersOf(containers: readonly ContainerRow[]): Map<string, string> {
  const owners = new Map<string, string[]>();
  for (const isGone of [false, true]) {
    const left = new Set(isGone ? owners.keys() : []);
    for (const { namespace, name, isGone: went } of containers) {
      if (namespace === null || went !== isGone || left.has(namespace)) continue;
      owners.set(namespace, [...(owners.get(namespace) ?? []), name]);
    }
  }
  return new Map([...owners].map(([namespace, names]) => [namespace, names.join(', ')]));
}
