import type { ClientBase } from 'pg';
import { segmentsOf } from './extent.js';
import { fillHost } from './fill-host.js';
import { GroupBins } from './group-bins.js';
import { type HostBlocks, readHosts } from './host-blocks.js';
import type { Shape } from './host-bins.js';
import type { HostUnits, Members } from './members.js';
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
  indexOf: (group: number) => number = (group) => group,
): AsyncGenerator<FilledGroup> {
  const open = new Map<number, GroupBins>();
  const hostsLeft = countHosts(members.hosts, indexOf);
  const hostIds = members.hosts.map(({ hostId }) => hostId);
  const scratch = new Scratch();
  const segments = await segmentsOf(client, shape.grid, hostIds, shape.range);
  for await (const host of readHosts(client, segments, members.hosts)) {
    addHost(host, { shape, clip, scratch }, (group) => {
      const bins = open.get(indexOf(group)) ?? new GroupBins(shape);
      open.set(indexOf(group), bins);
      return bins;
    });
    for (const index of indexesOf(host.host, indexOf)) {
      const left = (hostsLeft.get(index) ?? 0) - 1;
      hostsLeft.set(index, left);
      const bins = open.get(index);
      if (left > 0 || !bins) continue;
      open.delete(index);
      yield { index, bins };
    }
  }
}

function addHost(
  blocks: HostBlocks,
  { shape, clip, scratch }: { readonly shape: Shape; readonly clip: boolean; readonly scratch: Scratch },
  groupOf: (group: number) => GroupBins,
): void {
  const { host, segments } = blocks;
  for (let first = 0; first < host.units.length; first += UNITS_AT_A_TIME) {
    const some = { ...host, units: host.units.slice(first, first + UNITS_AT_A_TIME) };
    const { bins, units } = fillHost({ host: some, segments }, shape, clip, scratch);
    for (const [unit, { group, coverage }] of units.entries()) groupOf(group).addUnit(bins, unit, coverage);
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
