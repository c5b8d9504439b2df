import type { Counter, MomentRange } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import type { Range } from '../query/averages.js';
import { finestStepMs } from '../query/extent.js';
import { filterSql } from '../query/filter.sql.js';
import { chooseGrid, ROLLUP_MS } from '../query/grid.js';
import type { Grouping } from '../query/grouping.js';
import type { GroupBins } from '../query/group-bins.js';
import { partsOfMembers } from '../query/member-parts.js';
import { type HostUnits, type Members, readMembers } from '../query/members.js';
import { readGroups } from '../query/read-groups.js';
import { onSnapshot } from '../query/snapshot.js';
import { Statement } from '../query/sql.js';
import { storedRange } from '../query/totals.js';
import { MS } from '../store/ms.sql.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import type { Subject, Volume } from './quota.js';
import { filterOn } from './subject.js';

/** What a subject counted within a range, to the byte, and how much of that is known. */
export interface CountedVolume extends Volume {
  /** Of the time that its interfaces were there, added up over hosts, so much is known; ms. */
  readonly coveredMs: number;
  readonly aliveMs: number;
}

/** What is counted on which hosts; null = on all. */
export interface Asked {
  readonly subject: Omit<Subject, 'host'>;
  readonly hostIds: readonly string[] | null;
}

const COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];
const BY_HOST: Grouping = { dimensions: ['host'], labels: [] };
/** A day of 25 hours, whose borders may lie within hours: hours of the roll-up are read, and minutes at its ends. */
const MOST_POINTS = 26;
/** Weeks after their minutes were packed, some hosts take seconds. */
const HOSTS_AT_A_TIME = 250;
const LONGEST_MS = 60_000;

/** When there was something of a subject first on each of some hosts, ms since 1970; by their ids, where there ever was. */
export async function firstSeen(pool: Pool, { subject, hostIds }: Asked): Promise<ReadonlyMap<string, number>> {
  const statement = new Statement();
  const chosen = filterSql(statement, filterOn(subject, hostIds));
  const sql = `SELECT host.id::text AS id, ${MS('min(first_at)')} AS "firstMs" FROM series JOIN host USING (host_id) WHERE ${chosen} GROUP BY host.id`;
  const { rows } = await pool.query<{ id: string; firstMs: number }>(sql, statement.values);
  return new Map(rows.map(({ id, firstMs }) => [id, firstMs]));
}

/** Whether what is stored tells a range to the minute: at its ends it may be left in whole hours, or nothing may be. */
export function isTold(horizons: Horizons, range: MomentRange): boolean {
  const { fromMs, untilMs } = storedRange(horizons, asQueried(range));
  return range.fromMs >= horizons['1d'] && fromMs === range.fromMs && untilMs === range.toMs;
}

/**
 * Counts what a subject passed in a range of whole minutes on each of some hosts, by their ids: some hosts at a time, each on one
 * snapshot, so that a large fleet takes long but never too long. Of a host without anything of it nothing is told. Null where the
 * range is no longer told to the minute: nobody is billed by a guess.
 */
export async function countVolumes(
  pool: Pool,
  { subject, hostIds }: Asked,
  range: MomentRange,
): Promise<ReadonlyMap<string, CountedVolume> | null> {
  const asked = { ...range, filter: filterOn(subject, hostIds), interfaces: null, grouping: BY_HOST };
  const members = await onSnapshot(pool, (client) => readMembers(client, asked), LONGEST_MS);
  const counted = new Map<string, CountedVolume>();
  for (const part of partsOfMembers(members, HOSTS_AT_A_TIME)) {
    const isTellable = await onSnapshot(pool, (client) => countPart(client, part, range, counted), LONGEST_MS);
    if (!isTellable) return null;
  }
  return counted;
}

/** Several volumes as one. */
export function together(volumes: Iterable<CountedVolume>): CountedVolume {
  let sum: CountedVolume = { receivedBytes: 0n, transmittedBytes: 0n, coveredMs: 0, aliveMs: 0 };
  for (const { receivedBytes, transmittedBytes, coveredMs, aliveMs } of volumes) {
    sum = {
      receivedBytes: sum.receivedBytes + receivedBytes,
      transmittedBytes: sum.transmittedBytes + transmittedBytes,
      coveredMs: sum.coveredMs + coveredMs,
      aliveMs: sum.aliveMs + aliveMs,
    };
  }
  return sum;
}

/** Answers whether the range could be told. */
async function countPart(
  client: ClientBase,
  members: Members,
  range: MomentRange,
  counted: Map<string, CountedVolume>,
): Promise<boolean> {
  const horizons = await readHorizons(client);
  if (!isTold(horizons, range)) return false;
  const leastMs = Math.max(ROLLUP_MS, finestStepMs(horizons, range.fromMs));
  const grid = chooseGrid(range.fromMs, range.toMs, MOST_POINTS, leastMs);
  const shape = { grid, counters: COUNTERS, maxima: [], sums: false, range: asQueried(range) };
  const aliveOf = new Map(members.hosts.map((host) => [host.units[0]?.group ?? -1, aliveIn(host, range)]));
  for await (const { index, bins } of readGroups(client, members, shape, false)) {
    const hostId = members.groups[index]?.keys[0]?.value;
    if (hostId != null) counted.set(hostId, volumeOf(bins, aliveOf.get(index) ?? 0));
  }
  return true;
}

const asQueried = ({ fromMs, toMs }: MomentRange): Range => ({ fromMs, untilMs: toMs });

function volumeOf({ exact, covered }: GroupBins, aliveMs: number): CountedVolume {
  const coveredMs = covered.reduce((total, ms) => total + ms, 0);
  return {
    receivedBytes: exact?.exact(0) ?? 0n,
    transmittedBytes: exact?.exact(1) ?? 0n,
    // In the bucket of its birth its host was there for longer.
    coveredMs: Math.min(coveredMs, aliveMs),
    aliveMs,
  };
}

/** From the birth of the first interface to the death of the last, as far as it lies in the range. */
function aliveIn({ units }: HostUnits, { fromMs, toMs }: MomentRange): number {
  const first = Math.min(...units.map(({ alive }) => alive.fromMs));
  const last = Math.max(...units.map(({ alive }) => alive.untilMs));
  return Math.max(0, Math.min(last, toMs) - Math.max(first, fromMs));
}
