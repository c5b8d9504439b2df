import type { ClientBase } from 'pg';
import { HOSTS_A_CHUNK_BY_ROW, readRaw, readSince } from '../../store/block/rows.js';
import { LONGEST_SAMPLE_MS } from '../../store/block/window.js';
import { type LateWrite, readLateWrites } from '../../store/late-writes.js';
import { endOf, type Grid } from '../grid.js';
import { chunksOf } from '../host-blocks.js';
import type { HostUnits } from '../members.js';
import type { Moment } from './moment.js';
import { type Addition, additionOf, changedFromMs, foldedAt, type Renewal, renewalOf } from './renewal.js';
import type { Window } from './window.js';

/** A host, and what is to be read of it. */
export interface Plan {
  readonly host: HostUnits;
  readonly name: string;
  readonly window: Window | undefined;
  /** What is added to the window; null where that would not be all. */
  readonly addition: Addition | null;
  /** What is read again where nothing can be added; null = all. */
  readonly renewal: Renewal | null;
}

/** A host, and what is known of it. */
export type Asked = Pick<Plan, 'host' | 'name' | 'window'>;

/** A host, and what was read of it. */
export interface Loaded extends Plan {
  readonly blocks: readonly Uint8Array[];
}

/** Plans what is to be read of hosts, by what is known of them. */
export async function planReading(
  client: ClientBase,
  hosts: readonly Asked[],
  grid: Grid,
  moment: Moment,
): Promise<Plan[]> {
  const late = await readLate(client, hosts, grid.stepMs);
  if (!late) return hosts.map((each) => ({ ...each, addition: null, renewal: null }));
  const own = byHost(late);
  const ofMany = foldedByMoment(own.get(null) ?? []);
  return hosts.map((each) => {
    const { host, window } = each;
    if (!window?.bins) return { ...each, addition: null, renewal: null };
    const told = [...(own.get(host.hostId) ?? []), ...ofMany(window.moment)];
    const { reachMs } = window.bins;
    const addition = additionOf({ ...window, reachMs }, grid, moment, told);
    return { ...each, addition, renewal: addition ? null : renewalOf(window, grid, moment, told) };
  });
}

async function readLate(client: ClientBase, hosts: readonly Asked[], stepMs: number): Promise<LateWrite[] | null> {
  const windows = hosts.flatMap(({ window }) => (window?.bins ? [window] : []));
  const [first, ...others] = windows;
  if (!first) return [];
  const xmin = others.reduce((least, { moment }) => (moment.xmin < least ? moment.xmin : least), first.moment.xmin);
  const changedMs = windows.map(changedFromMs).reduce((one, other) => Math.min(one, other));
  // All of a bucket is filled anew in which something changed.
  return readLateWrites(client, xmin, changedMs - stepMs);
}

function byHost(late: readonly LateWrite[]): Map<number | null, LateWrite[]> {
  const hosts = new Map<number | null, LateWrite[]>();
  for (const each of late) {
    const others = hosts.get(each.hostId);
    if (others) others.push(each);
    else hosts.set(each.hostId, [each]);
  }
  return hosts;
}

/** What was written late of many hosts, as those see it who read them at a moment: all hosts of a question share one, or a few. */
function foldedByMoment(late: readonly LateWrite[]): (moment: Moment) => readonly LateWrite[] {
  const folded = new Map<Moment, readonly LateWrite[]>();
  return (moment) => {
    const known = folded.get(moment) ?? foldedAt(moment, late);
    folded.set(moment, known);
    return known;
  };
}

/** What reaches back no further is read in a few rows of a host. */
const SHORT_MS = 60_000;

/** So many hosts are asked at once for what has come since: a few rows each. */
const HOSTS_A_CHUNK_OF_NEWS = 256;

/** Plans by chunks that are read at once: many of which a few seconds are read, fewer of which more is. */
export function chunksOfPlans(plans: readonly Plan[], nowMs: number): Plan[][] {
  const isShort = ({ renewal }: Plan): boolean => renewal !== null && renewal.rowsFromMs > nowMs - SHORT_MS;
  const additions = plans.filter(({ addition }) => addition);
  const renewals = plans.filter(isShort);
  const rest = plans.filter((plan) => !plan.addition && !isShort(plan));
  return [
    ...inPieces(additions, HOSTS_A_CHUNK_OF_NEWS),
    ...inPieces(renewals, HOSTS_A_CHUNK_BY_ROW),
    ...chunksOf(rest, ({ host }) => host),
  ];
}

function inPieces(plans: readonly Plan[], length: number): Plan[][] {
  return Array.from({ length: Math.ceil(plans.length / length) }, (_, index) =>
    plans.slice(index * length, (index + 1) * length),
  );
}

/** Reads the blocks of hosts as planned. */
export async function load(client: ClientBase, plans: readonly Plan[], grid: Grid): Promise<Loaded[]> {
  const found = new Map(plans.map(({ host }) => [host.hostId, [] as Uint8Array[]]));
  const read = async (some: readonly Plan[], fromMs: number, isByRow: boolean): Promise<void> => {
    if (some.length === 0) return;
    const hostIds = some.map(({ host }) => host.hostId);
    for await (const rows of readRaw(client, { hostIds, fromMs, untilMs: endOf(grid), isByRow })) {
      for (const { hostId, frames } of rows) found.get(hostId)?.push(frames);
    }
  };
  for (const [addition, hosts] of byAddition(plans)) {
    const rows = await readSince(client, {
      ...addition,
      hostIds: hosts,
      fromMs: addition.rowsFromMs,
      untilMs: endOf(grid),
    });
    for (const { hostId, frames } of rows) found.get(hostId)?.push(frames);
  }
  const renewed = plans.filter(({ renewal }) => renewal);
  await read(renewed, Math.min(...renewed.map(({ renewal }) => renewal?.rowsFromMs ?? Infinity)), true);
  // A sample may begin before the grid, and one that makes up for an unread stretch before that.
  const rest = plans.filter(({ addition, renewal }) => !addition && !renewal);
  await read(rest, grid.startMs - 2 * LONGEST_SAMPLE_MS, false);
  return plans.map((plan) => ({ ...plan, blocks: found.get(plan.host.hostId) ?? [] }));
}

/** Hosts by what is to be added to them: those of one question were read at one moment, or at a few. */
function byAddition(plans: readonly Plan[]): Map<Addition, number[]> {
  const additions = new Map<string, [Addition, number[]]>();
  for (const { host, addition } of plans) {
    if (!addition) continue;
    const name = Object.values(addition).join();
    const [, hosts] = additions.get(name) ?? [addition, []];
    hosts.push(host.hostId);
    additions.set(name, [addition, hosts]);
  }
  return new Map(additions.values());
}
