import type { Counter } from '@weir/model';
import type { Pool } from 'pg';
import { finestStepMs } from '../query/extent.js';
import { chooseGrid, ROLLUP_MS } from '../query/grid.js';
import type { Grouping } from '../query/grouping.js';
import type { GroupBins } from '../query/group-bins.js';
import { type HostUnits, readMembers } from '../query/members.js';
import { readGroups } from '../query/read-groups.js';
import { onSnapshot } from '../query/snapshot.js';
import { storedRange } from '../query/totals.js';
import { readHorizons } from '../store/rollup/horizon.js';
import type { Subject, Volume } from './quota.js';
import { filterOf } from './subject.js';

/** What a subject counted within a range, to the byte, and how much of that is known. */
export interface CountedVolume extends Volume {
  /** Of the time that its interfaces were there, added up over hosts, so much is known; ms. */
  readonly coveredMs: number;
  readonly aliveMs: number;
}

/** From a moment to before another one, ms since 1970; both at whole minutes. */
export interface VolumeRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

const COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];
const BY_HOST: Grouping = { dimensions: ['host'], labels: [] };
/** A day of 25 hours, whose borders may lie within hours: hours of the roll-up are read, and minutes at its ends. */
const MOST_POINTS = 26;
/** Of a fleet, weeks after its minutes were packed. */
const LONGEST_MS = 60_000;

/**
 * Counts what a subject passed. Null where the ends of the range can no longer be told to the minute, for what is stored of that time
 * is coarser: nobody is billed by a guess.
 */
export function countVolume(pool: Pool, subject: Subject, range: VolumeRange): Promise<CountedVolume | null> {
  return onSnapshot(
    pool,
    async (client) => {
      const horizons = await readHorizons(client);
      const stored = storedRange(horizons, range);
      if (stored.fromMs !== range.fromMs || stored.untilMs !== range.untilMs) return null;
      const asked = { filter: filterOf(subject), fromMs: range.fromMs, toMs: range.untilMs };
      const members = await readMembers(client, { ...asked, interfaces: null, grouping: BY_HOST });
      const leastMs = Math.max(ROLLUP_MS, finestStepMs(horizons, range.fromMs));
      const grid = chooseGrid(range.fromMs, range.untilMs, MOST_POINTS, leastMs);
      const shape = { grid, counters: COUNTERS, maxima: [], sums: false, range };
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
function aliveIn({ units }: HostUnits, { fromMs, untilMs }: VolumeRange): number {
  const first = Math.min(...units.map(({ alive }) => alive.fromMs));
  const last = Math.max(...units.map(({ alive }) => alive.untilMs));
  return Math.max(0, Math.min(last, untilMs) - Math.max(first, fromMs));
}
