import type { HostInventory, WatchedContainer } from '../../query/watched/inventory.js';
import { type Thing, thingsOf } from '../../query/watched/watched-things.js';
import type { Level } from '../rule/figures.js';

/** What a change or a pattern is of. */
export interface Entity {
  readonly kind: 'interface' | 'container' | 'network' | 'host';
  /** Key or id of the interface, id of the container, network or host. */
  readonly key: string;
}

/** At the end of the name of a container of Swarm, which is another one each time. */
const SWARM_TASK_ID = /\.[0-9a-z]{25}$/;

const NOBODY = { host: null, container: null, network: null, goneMs: null, members: [] } as const;

/** All that there is and was lately, level by level; worked out where it is asked for. */
export class Catalogue {
  private readonly levels = new Map<Level, ReadonlyMap<string, Thing>>();
  private byHostId: ReadonlyMap<number, HostInventory> | null = null;
  private byKey: ReadonlyMap<string, string> | null = null;

  /** `quotasNow` = what is of no inventory. */
  constructor(
    readonly hosts: readonly HostInventory[],
    private readonly quotasNow: () => ReadonlyMap<string, Thing> = () => new Map(),
  ) {}

  things(level: Level): ReadonlyMap<string, Thing> {
    if (level === 'quota') return this.quotasNow();
    const known = this.levels.get(level) ?? thingsOf(level, this.hosts);
    this.levels.set(level, known);
    return known;
  }

  /** What of a level an entity of a host is, or is part of; undefined where it is of none, or is not known. */
  find(level: Level, hostUuid: string, { kind, key }: Entity): Thing | undefined {
    if (level === 'host' || kind === 'host') return level === 'host' ? this.things('host').get(hostUuid) : undefined;
    const own = this.things(kind).get(this.keyOf(hostUuid, kind, key));
    if (!own || kind === level) return own;
    const [member] = own.members;
    if (level === 'interface') return member && this.things(level).get(member.told.netId);
    if (level === 'network') {
      const id = member?.told.networkId ?? null;
      return id === null ? undefined : this.things(level).get(`${hostUuid}/${id}`);
    }
    if (level === 'container') return own.container ? this.things(level).get(own.container.id) : undefined;
    const name = nameOf(level, own.container);
    // Of what stopped as a whole nothing is left but its name.
    return name === null
      ? undefined
      : (this.things(level).get(name) ?? {
          ...NOBODY,
          level,
          key: name,
          name,
          service: level === 'stack' ? null : name,
        });
  }

  /** Whether another container is in the place of one that went, which is not told as a stop where its image is another one. */
  isReplaced(container: WatchedContainer): boolean {
    if (container.goneMs === null) return false;
    this.byHostId ??= new Map(this.hosts.map((host) => [host.hostId, host]));
    const host = this.byHostId.get(container.hostId);
    return host !== undefined && placesOf(host).has(placeOf(container));
  }

  private keyOf(hostUuid: string, kind: Entity['kind'], key: string): string {
    if (kind === 'network') return `${hostUuid}/${key}`;
    if (kind !== 'interface' || this.things('interface').has(key)) return key;
    this.byKey ??= new Map(
      this.hosts.flatMap(({ id, interfaces }) => interfaces.map((told) => [`${id}/${told.key}`, told.netId] as const)),
    );
    return this.byKey.get(`${hostUuid}/${key}`) ?? '';
  }
}

/** What containers of a level have in common; null of a level that is not made of containers. */
function nameOf(level: Level, container: WatchedContainer | null): string | null {
  return level === 'service' || level === 'stack' || level === 'workload' ? (container?.[level] ?? null) : null;
}

const placesByHost = new WeakMap<HostInventory, ReadonlySet<string>>();

/** The places of the containers that a host has. */
function placesOf(host: HostInventory): ReadonlySet<string> {
  const there = (): string[] => host.containers.filter(({ goneMs }) => goneMs === null).map(placeOf);
  const known = placesByHost.get(host) ?? new Set(there());
  placesByHost.set(host, known);
  return known;
}

/** What stays when another container takes the place of one: who it is for, and its name. */
function placeOf({ hostId, name, stack, service, workload }: WatchedContainer): string {
  return JSON.stringify([hostId, name.replace(SWARM_TASK_ID, ''), stack, service, workload]);
}
