import type { ClientBase } from 'pg';
import { extentsOf } from './extent.js';
import { type FilledHost, fillHost } from './fill-host.js';
import { GroupBins } from './group-bins.js';
import { type HostBlocks, readHosts } from './host-blocks.js';
import type { Shape } from './host-bins.js';
import type { HostUnits, Members } from './members.js';
import type { RecentAt } from './recent/recent-hosts.js';
import { Scratch } from './scratch.js';

/** A filled group: its index, or that of what it was put into. */
export interface FilledGroup {
  readonly index: number;
  readonly bins: GroupBins;
}

/** Bins of so many units are in memory at a time. */
const UNITS_AT_A_TIME = 1_000;

/**
 * Fills groups from the store. Each is handed over as soon as its last host is read and then forgotten here, so that a
 * ranking of 50,000 of them needs no memory for 50,000. `indexOf` may put several groups into one.
 */
export async function* readGroups(
  client: ClientBase,
  members: Members,
  shape: Shape,
  clip: boolean,
  recent: RecentAt | null = null,
  indexOf: (group: number) => number = (group) => group,
): AsyncGenerator<FilledGroup> {
  const open = new Map<number, GroupBins>();
  const hostsLeft = countHosts(members.hosts, indexOf);
  const groupOf = (group: number): GroupBins => {
    const bins = open.get(indexOf(group)) ?? new GroupBins(shape);
    open.set(indexOf(group), bins);
    return bins;
  };
  for await (const { host, parts } of filledHosts(client, members.hosts, shape, clip, recent)) {
    for (const { bins, units } of parts) {
      for (const [unit, { group, coverage }] of units.entries()) groupOf(group).addUnit(bins, unit, coverage);
    }
    for (const index of indexesOf(host, indexOf)) {
      const left = (hostsLeft.get(index) ?? 0) - 1;
      hostsLeft.set(index, left);
      const bins = open.get(index);
      if (left > 0 || !bins) continue;
      open.delete(index);
      yield { index, bins };
    }
  }
}

/** A host with all its units filled, some at a time. */
interface FilledParts {
  readonly host: HostUnits;
  readonly parts: Iterable<FilledHost>;
}

async function* filledHosts(
  client: ClientBase,
  hosts: readonly HostUnits[],
  shape: Shape,
  clip: boolean,
  recent: RecentAt | null,
): AsyncGenerator<FilledParts> {
  if (recent?.hosts.isOfUse(hosts, { shape, moment: recent.moment })) {
    const filled = recent.hosts.read(client, hosts, { shape, clip, moment: recent.moment });
    for await (const { host, filled: part } of filled) yield { host, parts: [part] };
    return;
  }
  const scratch = new Scratch();
  const hostIds = hosts.map(({ hostId }) => hostId);
  const byId = new Map(hosts.map((host) => [host.hostId, host]));
  for (const extent of await extentsOf(client, shape.grid, hostIds, shape.range)) {
    const some = extent.hostIds.flatMap((hostId) => byId.get(hostId) ?? []);
    for await (const blocks of readHosts(client, extent.stretches, some)) {
      yield { host: blocks.host, parts: partsOf(blocks, shape, clip, scratch) };
    }
  }
}

function* partsOf(
  { host, segments }: HostBlocks,
  shape: Shape,
  clip: boolean,
  scratch: Scratch,
): Generator<FilledHost> {
  for (let first = 0; first < host.units.length; first += UNITS_AT_A_TIME) {
    const some = { ...host, units: host.units.slice(first, first + UNITS_AT_A_TIME) };
    yield fillHost({ host: some, segments }, shape, clip, scratch);
  }
}

function countHosts(hosts: readonly HostUnits[], indexOf: (group: number) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const host of hosts) {
    for (const index of indexesOf(host, indexOf)) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}

function indexesOf({ units }: HostUnits, indexOf: (group: number) => number): Set<number> {
  return new Set(units.map(({ group }) => indexOf(group)));
}
