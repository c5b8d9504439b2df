import type { Counter } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { JOIN_LINK, LINK_SPEED } from '../../store/hosts/link-speed.js';
import type { Filter } from '../filter.js';
import type { Grid } from '../grid.js';
import type { GroupBins } from '../group-bins.js';
import type { Dimension, Group } from '../grouping.js';
import { type Members, readMembers } from '../members.js';
import { readGroups } from '../read-groups.js';
import { onSnapshot } from '../snapshot.js';
import { readScopeKeys, type WatchedLevel } from '../watched/scope-keys.js';
import type { PastAsked, PastOf } from './past.js';

/** A figure, from the rates of what was counted. */
const COUNTED: Readonly<Record<string, readonly Counter[]>> = {
  bytesPerSecond: ['rxBytes', 'txBytes'],
  rxBytesPerSecond: ['rxBytes'],
  txBytesPerSecond: ['txBytes'],
  packetsPerSecond: ['rxPackets', 'txPackets'],
  rxPacketsPerSecond: ['rxPackets'],
  txPacketsPerSecond: ['txPackets'],
  errorsPerSecond: ['rxErrors', 'txErrors'],
  rxErrorsPerSecond: ['rxErrors'],
  txErrorsPerSecond: ['txErrors'],
  droppedPerSecond: ['rxDropped', 'txDropped'],
  rxDroppedPerSecond: ['rxDropped'],
  txDroppedPerSecond: ['txDropped'],
};
/** The busier way of a link. */
const USED: Readonly<Record<string, readonly Counter[]>> = {
  utilisationPercent: ['rxBytes', 'txBytes'],
  rxUtilisationPercent: ['rxBytes'],
  txUtilisationPercent: ['txBytes'],
};
const SILENT = 'silentSeconds';
const BITS = 8;
const PERCENT = 100;
const SECOND_MS = 1_000;

const DIMENSIONS: Readonly<Record<WatchedLevel, readonly Dimension[]>> = {
  interface: ['host', 'interface'],
  container: ['host', 'container'],
  network: ['host', 'network'],
  service: ['service'],
  stack: ['stack'],
  workload: ['workload'],
  host: ['host'],
  fleet: ['all'],
  // What is known of quotas is no traffic.
  quota: [],
};

/** Whether the past of a figure is that of traffic. */
export function hasTrafficPast(figure: string): boolean {
  return figure === SILENT || figure in COUNTED || figure in USED;
}

/** What counted for each of those that a filter means, at some time of the range: also what was replaced since. */
export async function membersOfPast(pool: Pool, asked: PastAsked): Promise<Members> {
  const { level, filter, fromMs, toMs } = asked;
  const dimensions = isOfLinks(asked) ? DIMENSIONS.interface : DIMENSIONS[level];
  const meant = isNothing(filter) ? null : await meantBy(pool, asked);
  const request = { interfaces: null, grouping: { dimensions, labels: [] }, fromMs, toMs };
  const members = await onSnapshot(pool, (client) =>
    readMembers(client, { ...request, filter: filterOf(asked, meant) }),
  );
  const isMeant = ({ keys }: Group): boolean => {
    const own = keys.at(-1)?.value ?? null;
    return own !== null && (meant === null || level === 'host' || level === 'fleet' || meant.has(own));
  };
  return level === 'interface' || level === 'container' ? only(members, hasName) : only(members, isMeant);
}

/** Reads rates of groups, each once its last host was read. */
export async function readTrafficPast(
  client: ClientBase,
  { asked, members, grid }: { readonly asked: PastAsked; readonly members: Members; readonly grid: Grid },
  take: (subject: PastOf) => void,
): Promise<void> {
  const counters = [...new Set(asked.figures.flatMap((figure) => COUNTED[figure] ?? USED[figure] ?? []))];
  const speeds = await speedsOf(client, asked, members);
  const hosts = new Map<string, PastOf>();
  const shape = { grid, counters, maxima: [], sums: false };
  for await (const { index, bins } of readGroups(client, members, shape, asked.level === 'interface')) {
    const group = members.groups[index] as Group;
    const figures = Object.fromEntries(
      asked.figures.map((figure) => [
        figure,
        valuesOf(figure, bins, speeds.get(group.keys.at(-1)?.value ?? '') ?? NaN),
      ]),
    );
    if (asked.level === 'host' && isOfLinks(asked)) busier(hosts, group, figures);
    else take({ ...namedAs(asked.level, group), figures });
  }
  for (const host of hosts.values()) take(host);
}

/** Use is of single links: of a host it is that of its busiest. */
function isOfLinks({ figures }: PastAsked): boolean {
  return figures.some((figure) => figure in USED);
}

function isNothing({ includeGone, ...fields }: Filter): boolean {
  return Object.values(fields).every((value) => value === undefined || value === null);
}

/** Groups whose figures are of the whole are chosen first, and then read; others are what passes the filter. */
async function meantBy(pool: Pool, { level, filter }: PastAsked): Promise<ReadonlySet<string> | null> {
  if (level === 'interface' || level === 'container') return null;
  const keys = await readScopeKeys(pool, level, { ...filter, includeGone: true });
  if (level !== 'network') return keys;
  const sql = `SELECT network.name FROM network JOIN host USING (host_id) WHERE host.id::text || '/' || network.id = ANY ($1::text[])`;
  return new Set((await pool.query<{ name: string }>(sql, [[...keys]])).rows.map(({ name }) => name));
}

function filterOf(asked: PastAsked, meant: ReadonlySet<string> | null): Filter {
  const { level, filter } = asked;
  const uplinks = level === 'host' && isOfLinks(asked) ? { uplink: true } : {};
  if (level === 'interface' || level === 'container') return filter;
  if ((level === 'host' || level === 'fleet') && meant) return { ...uplinks, hosts: [...meant] };
  return uplinks;
}

const hasName = ({ keys }: Group): boolean => keys.every(({ value }) => value !== null);

/** Those groups alone. */
function only({ groups, hosts }: Members, isWanted: (group: Group) => boolean): Members {
  const wanted = groups.filter(isWanted);
  const indexes = new Map(wanted.map((group, index) => [group, index]));
  const left = hosts.map((host) => ({
    ...host,
    units: host.units.flatMap((unit) => {
      const group = indexes.get(groups[unit.group] as Group);
      return group === undefined ? [] : [{ ...unit, group }];
    }),
  }));
  return { groups: wanted, hosts: left.filter(({ units }) => units.length > 0) };
}

function namedAs(level: WatchedLevel, { keys }: Group): Pick<PastOf, 'key' | 'name'> {
  const [first, own] = [keys[0], keys.at(-1)];
  if (!first || !own || keys.length === 1) return { key: own?.value ?? '', name: own?.name ?? '' };
  const key = level === 'interface' ? (own.value ?? '') : `${first.value}/${own.value}`;
  return { key, name: `${own.name} on ${first.name}` };
}

async function speedsOf(
  client: ClientBase,
  asked: PastAsked,
  { groups }: Members,
): Promise<ReadonlyMap<string, number>> {
  if (!isOfLinks(asked)) return new Map();
  const sql = `SELECT net_id AS id, (${LINK_SPEED})::float8 AS speed FROM series ${JOIN_LINK}
    WHERE net_id = ANY ($1::text[]) AND ${LINK_SPEED} > 0`;
  const { rows } = await client.query<{ id: string; speed: number }>(sql, [
    groups.map(({ keys }) => keys.at(-1)?.value),
  ]);
  return new Map(rows.map(({ id, speed }) => [id, speed]));
}

function valuesOf(figure: string, bins: GroupBins, speed: number): Float64Array {
  if (figure === SILENT) return silence(bins);
  const used = USED[figure];
  const rates = (used ?? COUNTED[figure] ?? []).map((counter) => bins.rates[bins.shape.counters.indexOf(counter)]);
  return bins.covered.map((ms, step) => {
    if (ms === 0) return NaN;
    const each = rates.map((rate) => rate?.[step] ?? NaN);
    return used ? (Math.max(...each) * BITS * PERCENT) / speed : each.reduce((sum, rate) => sum + rate, 0);
  });
}

/** How long nothing was heard by the end of each step, as far as steps can tell. Before the first sample nothing is known. */
function silence({ covered, shape: { grid } }: GroupBins): Float64Array {
  let silentMs = NaN;
  return covered.map((ms) => {
    silentMs = ms > 0 ? grid.stepMs - Math.min(ms, grid.stepMs) : silentMs + grid.stepMs;
    return silentMs / SECOND_MS;
  });
}

function busier(hosts: Map<string, PastOf>, { keys: [host] }: Group, figures: PastOf['figures']): void {
  const known = hosts.get(host?.value ?? '');
  if (!known) {
    hosts.set(host?.value ?? '', { key: host?.value ?? '', name: host?.name ?? '', figures });
    return;
  }
  for (const [name, values] of Object.entries(known.figures)) {
    const others = figures[name];
    values.forEach((value, step) => {
      const other = others?.[step] ?? NaN;
      if (!(value >= other) && !Number.isNaN(other)) values[step] = other;
    });
  }
}
