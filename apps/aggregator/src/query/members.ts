import type { ClientBase } from 'pg';
import { inTurns, type Steps } from '../background/turns.js';
import { COARSE_INTERVALS, INTERVAL_MS } from '../store/write/split.js';
import type { Lifetime } from './fill.js';
import type { Filter } from './filter.js';
import { filterSql, hostFieldsSql } from './filter.sql.js';
import { effectiveFilter, type Group, groupId, type Grouping, type GroupKey, isByInterface } from './grouping.js';
import { groupSql, listed } from './grouping.sql.js';
import { holdsNul } from './nul.js';
import { allOf, Statement } from './sql.js';
import { MS } from '../store/ms.sql.js';

/** Which interfaces are asked for, and how they are drawn together. */
export interface MembersRequest {
  /** Ids of interfaces; excludes the filter. */
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
  readonly grouping: Grouping;
  /** ms since 1970. Groups show what was there at some time of this range; single interfaces, those that are there now. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Members of one group that share a host and its coverage: their bytes can be added up before they are divided. */
export interface Unit {
  /** Index in the groups. */
  readonly group: number;
  readonly seriesIds: readonly number[];
  /** From the birth of the first to the death of the last. */
  readonly alive: Lifetime;
}

/** The units of one host. */
export interface HostUnits {
  readonly hostId: number;
  /** Samples longer than this say nothing about single seconds. */
  readonly coarseMs: number;
  readonly units: readonly Unit[];
}

/** Who is asked for, by group and by host. */
export interface Members {
  readonly groups: readonly Group[];
  readonly hosts: readonly HostUnits[];
}

interface HostRow {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly coarseMs: number;
}

/** Host, ids of series, name, first and last moment of life, and the values that it is grouped by. */
type UnitRow = readonly [
  hostId: number,
  seriesIds: string,
  name: string | null,
  fromMs: number,
  untilMs: number,
  ...values: (string | null)[],
];

const HOSTS = `
SELECT host_id AS "hostId", id::text, name, (${COARSE_INTERVALS} * ${INTERVAL_MS})::float8 AS "coarseMs"
FROM host WHERE host_id = ANY ($1::int[]) ORDER BY name, host_id`;

const ROWS_A_STEP = 500;

const LAST_MOMENT = `max(coalesce(gone_at, 'infinity'))`;

/** Finds who is asked for. The database groups, so that a row is a unit and not one of 50,000 interfaces. */
export async function readMembers(client: ClientBase, request: MembersRequest): Promise<Members> {
  const { text, values } = membersSql(request);
  // Rows as arrays: there may be 50,000.
  const units = (await client.query<[...UnitRow]>({ text, values, rowMode: 'array' })).rows;
  const hostIds = [...new Set(units.map(([hostId]) => hostId))];
  const hosts = hostIds.length === 0 ? [] : (await client.query<HostRow>(HOSTS, [hostIds])).rows;
  return inTurns(gather(units, hosts, request.grouping));
}

/** The first of the ids that is no interface, or null. */
export async function unknownInterface(client: ClientBase, netIds: readonly string[]): Promise<string | null> {
  if (netIds.length === 0) return null;
  const sought = netIds.filter((netId) => !holdsNul(netId));
  const sql = 'SELECT net_id AS "netId" FROM series WHERE net_id = ANY ($1::text[])';
  const known = new Set((await client.query<{ netId: string }>(sql, [sought])).rows.map(({ netId }) => netId));
  return netIds.find((netId) => !known.has(netId)) ?? null;
}

function membersSql(request: MembersRequest): { text: string; values: unknown[] } {
  const statement = new Statement();
  const { joins, values } = groupSql(statement, request.grouping, () => hostFieldsSql(statement, request.filter ?? {}));
  const columns = values.map((_, index) => `value_${index}`);
  const single = isByInterface(request.grouping);
  const text = `
SELECT ${["host_id, string_agg(series_id::text, ' '), min(name)", MS('min(first_at)'), MS(LAST_MOMENT), ...columns].join(', ')}
FROM (
  SELECT series.host_id, series.series_id, series.first_at, series.gone_at,
    ${[single ? 'series.name' : 'NULL AS name', ...values.map((value, index) => `${value} AS value_${index}`)].join(', ')}
  FROM series JOIN host USING (host_id) ${joins}
  WHERE ${allOf(conditionsOf(statement, request))}) AS member
GROUP BY ${['host_id', ...columns].join(', ')}`;
  return { text, values: statement.values };
}

function conditionsOf(statement: Statement, request: MembersRequest): string[] {
  const { interfaces, grouping, fromMs, toMs } = request;
  if (interfaces) return [`series.net_id = ANY (${statement.place(interfaces, 'text[]')})`];
  const filter = request.filter ?? {};
  const chosen = filterSql(statement, effectiveFilter(filter, grouping));
  if (filter.includeGone === true) return [chosen];
  if (filter.includeGone === false || isByInterface(grouping)) return [chosen, 'series.gone_at IS NULL'];
  const from = statement.place(new Date(fromMs).toISOString(), 'timestamptz');
  const to = statement.place(new Date(toMs).toISOString(), 'timestamptz');
  return [chosen, `series.gone_at IS NULL OR series.gone_at > ${from}`, `series.first_at < ${to}`];
}

/** Of 50,000 rows it takes a tenth of a second, in which nobody else would be answered. */
function* gather(rows: readonly UnitRow[], hosts: readonly HostRow[], grouping: Grouping): Steps<Members> {
  const groups: Group[] = [];
  const indexes = new Map<string, number>();
  const unitsOf = new Map<number, Unit[]>();
  const hostOf = new Map(hosts.map((host) => [host.hostId, host]));
  const byHost = grouping.dimensions.includes('host');
  for (const [place, [hostId, ids, name, fromMs, untilMs, ...stored]] of rows.entries()) {
    if (place % ROWS_A_STEP === 0) yield;
    const values = stored.map(listed);
    // Named by what makes it, so that keys are made for each group and not for each of 50,000 rows.
    const made = JSON.stringify(byHost ? [hostId, ...values] : values);
    const group = indexes.get(made) ?? addGroup(groups, keysOf(values, name, hostOf.get(hostId), grouping));
    indexes.set(made, group);
    const unit = { group, seriesIds: ids.split(' ').map(Number), alive: { fromMs, untilMs } };
    const others = unitsOf.get(hostId);
    if (others) others.push(unit);
    else unitsOf.set(hostId, [unit]);
  }
  return {
    groups,
    hosts: hosts.map(({ hostId, coarseMs }) => ({ hostId, coarseMs, units: unitsOf.get(hostId) ?? [] })),
  };
}

function addGroup(groups: Group[], keys: readonly GroupKey[]): number {
  return groups.push({ id: groupId(keys), keys }) - 1;
}

function keysOf(
  values: readonly (string | null)[],
  name: string | null,
  host: HostRow | undefined,
  { dimensions, labels }: Grouping,
): GroupKey[] {
  let next = 0;
  const byDimension = dimensions.map((dimension): GroupKey => {
    if (dimension === 'all') return { dimension, label: null, value: 'all', name: 'all' };
    if (dimension === 'host') return { dimension, label: null, value: host?.id ?? null, name: host?.name ?? null };
    const value = values[next++] ?? null;
    return { dimension, label: null, value, name: dimension === 'interface' ? name : value };
  });
  const byLabel = labels.map((label): GroupKey => {
    const value = values[next++] ?? null;
    return { dimension: 'label', label, value, name: value };
  });
  return [...byDimension, ...byLabel];
}
