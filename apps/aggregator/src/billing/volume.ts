import type { Counter, MomentRange } from '@weir/model';
import type { Pool } from 'pg';
import type { Range } from '../query/averages.js';
import { finestStepMs } from '../query/extent.js';
import { filterSql } from '../query/filter.sql.js';
import { chooseGrid, ROLLUP_MS } from '../query/grid.js';
import type { Grouping } from '../query/grouping.js';
import type { GroupBins } from '../query/group-bins.js';
import { type HostUnits, readMembers } from '../query/members.js';
import { readGroups } from '../query/read-groups.js';
import { onSnapshot } from '../query/snapshot.js';
import { Statement } from '../query/sql.js';
import { storedRange } from '../query/totals.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import type { Subject, Volume } from './quota.js';
import { filterOf } from './subject.js';

/** What a subject counted within a range, to the byte, and how much of that is known. */
export interface CountedVolume extends Volume {
  /** Of the time that its interfaces were there, added up over hosts, so much is known; ms. */
  readonly coveredMs: number;
  readonly aliveMs: number;
}

const COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];
const BY_HOST: Grouping = { dimensions: ['host'], labels: [] };
/** A day of 25 hours, whose borders may lie within hours: hours of the roll-up are read, and minutes at its ends. */
const MOST_POINTS = 26;
/** Of a fleet, weeks after its minutes were packed. */
const LONGEST_MS = 60_000;

/** When there was something of a subject first, ms since 1970; null where there never was. */
export async function firstSeen(pool: Pool, subject: Subject): Promise<number | null> {
  const statement = new Statement();
  const chosen = filterSql(statement, filterOf(subject));
  const sql = `SELECT (extract(epoch FROM min(first_at)) * 1000)::float8 AS "firstMs" FROM series JOIN host USING (host_id) WHERE ${chosen}`;
  return (await pool.query<{ firstMs: number | null }>(sql, statement.values)).rows[0]?.firstMs ?? null;
}

/** Whether what is stored tells a range to the minute: at its ends it may be left in whole hours, or nothing may be. */
export function isTold(horizons: Horizons, range: MomentRange): boolean {
  const { fromMs, untilMs } = storedRange(horizons, asQueried(range));
  return range.fromMs >= horizons['1d'] && fromMs === range.fromMs && untilMs === range.toMs;
}

/**
 * Counts what a subject passed in a range of whole minutes. Null where its range is no longer told to the minute: nobody is billed by a guess.
 */
export function countVolume(pool: Pool, subject: Subject, range: MomentRange): Promise<CountedVolume | null> {
  return onSnapshot(
    pool,
    async (client) => {
      const horizons = await readHorizons(client);
      if (!isTold(horizons, range)) return null;
      const asked = { filter: filterOf(subject), fromMs: range.fromMs, toMs: range.toMs };
      const members = await readMembers(client, { ...asked, interfaces: null, grouping: BY_HOST });
      const leastMs = Math.max(ROLLUP_MS, finestStepMs(horizons, range.fromMs));
      const grid = chooseGrid(range.fromMs, range.toMs, MOST_POINTS, leastMs);
      const shape = { grid, counters: COUNTERS, maxima: [], sums: false, range: asQueried(range) };
      const aliveOf = new Map(members.hosts.map((host) => [host.units[0]?.group ?? -1, aliveIn(host, range)]));
      let counted: CountedVolume = { receivedBytes: 0n, transmittedBytes: 0n, coveredMs: 0, aliveMs: 0 };
      for await (const { index, bins } of readGroups(client, members, shape, false)) {
        counted = plus(counted, bins, aliveOf.get(index) ?? 0);
      }
      return counted;
    },
    LONGEST_MS,
  );
}

const asQueried = ({ fromMs, toMs }: MomentRange): Range => ({ fromMs, untilMs: toMs });

function plus(sum: CountedVolume, { exact, covered }: GroupBins, aliveMs: number): CountedVolume {
  const coveredMs = covered.reduce((total, ms) => total + ms, 0);
  return {
    receivedBytes: sum.receivedBytes + (exact?.exact(0) ?? 0n),
    transmittedBytes: sum.transmittedBytes + (exact?.exact(1) ?? 0n),
    // In the bucket of its birth its host was there for longer.
    coveredMs: sum.coveredMs + Math.min(coveredMs, aliveMs),
    aliveMs: sum.aliveMs + aliveMs,
  };
}

/** From the birth of the first interface to the death of the last, as far as it lies in the range. */
function aliveIn({ units }: HostUnits, { fromMs, toMs }: MomentRange): number {
  const first = Math.min(...units.map(({ alive }) => alive.fromMs));
  const last = Math.max(...units.map(({ alive }) => alive.untilMs));
  return Math.max(0, Math.min(last, toMs) - Math.max(first, fromMs));
}
