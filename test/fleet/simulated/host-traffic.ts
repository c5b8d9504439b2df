import { type Life, type Tenancy, tenancyAt } from './lives.js';
import type { HostPlan } from './plan.js';
import { rhythmAt } from './rhythm.js';
import { carry, countSecond, WIDTH } from './traffic.js';
import { lose } from './trouble.js';

/** The part of a container's traffic that leaves its host; the rest stays between containers. */
const LEAVES_HOST = 0.6;

/** Where the counters of an interface lie, and which interface it is now; null for a slot without a container. */
export interface Place {
  readonly key: string | null;
  readonly offset: number;
}

/**
 * What the interfaces of one host count, second by second. One packet shows on the uplink, the bridge, the veth and the
 * container, as it does on a real host.
 */
export class HostTraffic {
  /** The counters of the stretch that was counted last, WIDTH for each place. */
  readonly counters: Float64Array;
  /** Rises whenever a container stops or starts. */
  version = 0;
  places: readonly Place[] = [];
  private tenancies: Tenancy[];
  private readonly at: Layout;

  constructor(private readonly plan: HostPlan) {
    this.at = layoutOf(plan);
    this.counters = new Float64Array(this.at.size * WIDTH);
    this.tenancies = plan.slots.map(() => ({ life: null, untilSecond: -Infinity }));
  }

  /** The containers that run, as of the stretch that was counted last. */
  lives(): (Life | null)[] {
    return this.tenancies.map(({ life }) => life);
  }

  /** Counts the seconds from one to another, the last excluded; containers are those of the last second. */
  count(fromSecond: number, untilSecond: number): void {
    this.counters.fill(0);
    this.settle(untilSecond - 1);
    for (let second = fromSecond; second < untilSecond; second += 1) this.countOne(second);
    this.pass();
    const { trouble } = this.plan;
    if (trouble && untilSecond > fromSecond) lose(trouble, fromSecond, untilSecond, this.counters, this.at.uplinks);
  }

  private settle(second: number): void {
    let changed = this.places.length === 0;
    this.tenancies.forEach((tenancy, index) => {
      const slot = this.plan.slots[index];
      if (!slot || second < tenancy.untilSecond) return;
      this.tenancies[index] = tenancyAt(slot, second);
      changed ||= this.tenancies[index]?.life !== tenancy.life;
    });
    if (!changed) return;
    this.version += 1;
    this.places = this.keys().map((key, index) => ({ key, offset: index * WIDTH }));
  }

  private keys(): (string | null)[] {
    const own = this.at.hostNames.map((name) => `host/${name}`);
    const ofSlots = this.tenancies.flatMap(({ life }) =>
      life ? [`host/${life.veth}`, `${life.namespace}/eth0`] : [null, null],
    );
    return [...own, ...ofSlots];
  }

  private countOne(second: number): void {
    const rhythm = rhythmAt(second);
    const { own, loopback, docker0, extras } = this.plan;
    countSecond(loopback, second, rhythm, this.counters, this.at.loopback);
    countSecond(docker0, second, rhythm, this.counters, this.at.docker0);
    extras.forEach(({ source }, index) =>
      countSecond(source, second, rhythm, this.counters, this.at.extras + index * WIDTH),
    );
    // Gathered at the first uplink, and shared out at the end.
    countSecond(own, second, rhythm, this.counters, this.at.uplinks);
    this.tenancies.forEach(({ life }, index) => {
      if (life && second * 1_000 >= life.startedAt)
        countSecond(life.source, second, rhythm, this.counters, this.at.slots + (2 * index + 1) * WIDTH);
    });
  }

  /** Lets what was counted at its source pass the other interfaces on its way. */
  private pass(): void {
    const { at, counters } = this;
    this.tenancies.forEach(({ life }, index) => {
      const slot = this.plan.slots[index];
      if (!life || !slot) return;
      const veth = at.slots + 2 * index * WIDTH;
      carry(counters, veth + WIDTH, veth, 1, true);
      carry(counters, veth + WIDTH, at.networks + slot.network * WIDTH, LEAVES_HOST, true);
      carry(counters, veth + WIDTH, at.uplinks, LEAVES_HOST, false);
    });
    this.plan.role.uplinks.slice(1).forEach(({ part }, index) => {
      const other = at.uplinks + (index + 1) * WIDTH;
      carry(counters, at.uplinks, other, part, false);
      for (let column = 0; column < 4; column += 1) {
        counters[at.uplinks + column] = (counters[at.uplinks + column] ?? 0) - (counters[other + column] ?? 0);
      }
    });
    const members = this.plan.role.uplinks[0]?.members ?? [];
    members.forEach((_, index) => carry(counters, at.uplinks, at.members + index * WIDTH, 1 / members.length, false));
  }
}

/** Offsets of the groups of interfaces, and the names of those that a host always has, in their order. */
interface Layout {
  readonly hostNames: readonly string[];
  readonly loopback: number;
  readonly docker0: number;
  readonly uplinks: number;
  readonly members: number;
  readonly extras: number;
  readonly networks: number;
  readonly slots: number;
  readonly size: number;
}

function layoutOf({ role, extras, networks, slots }: HostPlan): Layout {
  const members = role.uplinks.flatMap((uplink) => uplink.members);
  const groups = [['lo'], ['docker0'], role.uplinks.map(({ name }) => name), members];
  const hostNames = [...groups.flat(), ...extras.map(({ name }) => name), ...networks.map(bridgeOf)];
  const extrasAt = 2 + role.uplinks.length + members.length;
  return {
    hostNames,
    ...{ loopback: 0, docker0: WIDTH, uplinks: 2 * WIDTH, members: (2 + role.uplinks.length) * WIDTH },
    extras: extrasAt * WIDTH,
    networks: (extrasAt + extras.length) * WIDTH,
    slots: hostNames.length * WIDTH,
    size: hostNames.length + 2 * slots.length,
  };
}

/** The name that Docker gives a network's bridge. */
export function bridgeOf({ id }: { readonly id: string }): string {
  return `br-${id.slice(0, 12)}`;
}
