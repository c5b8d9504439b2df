import { type Role, roleAt, type Service } from './catalogue.js';
import { between, bitsOf, hexOf, normal, seedOf, share, uuidOf } from './random.js';
import type { Source } from './traffic.js';
import { type Trouble, troubleAt } from './trouble.js';

/** What a simulated fleet is. */
export interface FleetOptions {
  /** The same seed gives the same fleet and the same traffic. */
  readonly seed: number;
  readonly hosts: number;
  /** Interfaces of a host, containers' included, while no container is being replaced. */
  readonly seriesPerHost: number;
  /** False = every interface moves in every second, for measurements at full load. */
  readonly isIdleAtTimes: boolean;
  /** Whether some uplinks lose packets for hours; left out, errors and drops are few and without a pattern. */
  readonly hasTroubles?: boolean;
  /** Whether four hosts more are at the ends of what there is: idle, a byte a second, bursts, 100 Gbit/s. */
  readonly hasExtremes?: boolean;
}

/** A place for one container after the other. */
export interface Slot {
  readonly seed: number;
  readonly service: Service;
  /** 1, 2, 3 … within its service and host. */
  readonly replica: number;
  readonly network: number;
  readonly source: Source;
}

/** A bridge network of a stack on one host. */
export interface PlannedNetwork {
  readonly id: string;
  readonly name: string;
  readonly subnet: number;
}

/** A simulated host: everything about it that does not change. */
export interface HostPlan {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  /** Where it lies in its networks; 198.18.<high>.<low>. */
  readonly index: number;
  readonly role: Role;
  /** The host's own traffic over its uplinks, its loopback, what passes docker0, and what its tunnels and VLANs carry. */
  readonly own: Source;
  readonly loopback: Source;
  readonly docker0: Source;
  readonly extras: readonly { readonly name: string; readonly source: Source }[];
  readonly networks: readonly PlannedNetwork[];
  readonly slots: readonly Slot[];
  /** What is wrong with its first uplink. */
  readonly trouble: Trouble | null;
  /** Whether its agent is never late, as where figures are to be the same in every second. */
  readonly isPunctual?: boolean;
}

/** What a host cannot do without: its uplinks, a bond's members, loopback and docker0, and one container with its network. */
const FEWEST_SERIES = 8;
/** How large the median container of a fleet is, beside those that the catalogue tells of. */
const MEDIAN_CONTAINER = 5;
const EXTRAS = ['wg0', 'eth0.100'] as const;

/** Plans the host at an index of the fleet. */
export function planHost(options: FleetOptions, index: number): HostPlan {
  if (options.seriesPerHost < FEWEST_SERIES) throw new Error(`a host has at least ${FEWEST_SERIES} series`);
  return planOf(options, index, roleAt(index));
}

/** Plans a host of a role, the how manieth of it. */
export function planOf(options: FleetOptions, index: number, { role, number }: ReturnType<typeof roleAt>): HostPlan {
  const seed = bitsOf(options.seed, index);
  const source = (name: string, levels: readonly [number, number], busyShare: number): Source => ({
    ...{ seed: seedOf(seed, name), rxLevel: levels[0], txLevel: levels[1], packetBytes: 500 },
    ...{ busyShare: options.isIdleAtTimes ? busyShare : 1, spellSeconds: 30 },
  });
  const { slots, networks, left } = planContainers(options, role, seed);
  return {
    ...{ id: uuidOf(seed), name: `${role.name}-${number}.simulated`, seed, index, role, networks, slots },
    own: source('own', [6_000, 9_000], 1),
    loopback: source('lo', [4_000, 4_000], 0.25),
    docker0: source('docker0', [500, 700], 0.05),
    trouble: options.hasTroubles ? troubleAt(seed, index) : null,
    extras: EXTRAS.slice(0, left).map((name) => ({ name, source: source(name, [20_000, 30_000], 0.35) })),
  };
}

/** As many containers, each with a veth, as there is room for; the networks of their stacks; and what is left over. */
function planContainers(
  options: FleetOptions,
  role: Role,
  seed: number,
): { readonly slots: Slot[]; readonly networks: PlannedNetwork[]; readonly left: number } {
  const slots: Slot[] = [];
  const networks: PlannedNetwork[] = [];
  let left = options.seriesPerHost - 2 - role.uplinks.reduce((sum, { members }) => sum + 1 + members.length, 0);
  for (let turn = 0; ; turn += 1) {
    const service = role.services[turn % role.services.length];
    if (!service) throw new Error(`the role ${role.name} has no service`);
    const known = networks.findIndex(({ name }) => name === `${service.stack}_default`);
    const needed = known < 0 ? 3 : 2;
    if (left < needed) return { slots, networks, left };
    left -= needed;
    const network = known < 0 ? networks.push(planNetwork(seed, service.stack, networks.length)) - 1 : known;
    const replica = slots.filter((slot) => isSame(slot.service, service)).length + 1;
    slots.push(planSlot(options, seed, { service, replica, network }));
  }
}

function isSame(one: Service, other: Service): boolean {
  return one.stack === other.stack && one.name === other.name;
}

function planNetwork(seed: number, stack: string, index: number): PlannedNetwork {
  return { id: hexOf(seedOf(seed, `network ${stack}`), 64), name: `${stack}_default`, subnet: 18 + index };
}

function planSlot(
  { isIdleAtTimes }: FleetOptions,
  hostSeed: number,
  slot: Pick<Slot, 'service' | 'replica' | 'network'>,
): Slot {
  const { service, replica } = slot;
  const seed = seedOf(hostSeed, `${service.stack}/${service.name}/${replica}`);
  // Levels of real series lie on a log-normal curve: a few carry most of it.
  const level = MEDIAN_CONTAINER * Math.exp(1.1 * normal(bitsOf(seed, 1)));
  const source = {
    seed,
    rxLevel: service.rxLevel * level,
    txLevel: service.txLevel * level,
    packetBytes: service.packetBytes,
    busyShare: isIdleAtTimes ? service.busyShare * (0.8 + 0.4 * share(bitsOf(seed, 2))) : 1,
    spellSeconds: service.spellSeconds,
  };
  const night = { beginsAfter: 2 * 3_600 + between(bitsOf(hostSeed, 3), 0, 2_400), lastsSeconds: 1_500 };
  return { seed, ...slot, source: service.isNightly && isIdleAtTimes ? { ...source, night } : source };
}
