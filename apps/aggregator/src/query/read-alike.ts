import type { ClientBase } from 'pg';
import { type LevelName, LEVELS, tableAt } from '../store/rollup/level.js';

/** Since when the buckets of each level are to be made (again), ms since 1970; a level that is up to date has none. */
export type FirstDirty = Partial<Record<LevelName, number>>;

/** Hosts that are read from the same stretches. */
export interface ReadAlike<Stretch> {
  readonly hostIds: readonly number[];
  readonly stretches: readonly Stretch[];
}

/** The first bucket of each host and level that is still to be made; $1 = ids of hosts. */
export const FIRST_DIRTY_SQL = LEVELS.map(
  ({ name }) => `SELECT host_id AS "hostId", '${name}' AS level, (extract(epoch FROM min(bucket)) * 1000)::float8 AS ms
    FROM ${tableAt('dirty', name)} WHERE host_id = ANY ($1::int[]) GROUP BY host_id`,
).join(' UNION ALL ');

/** Reads since when hosts are out of date; those that are up to date have no entry. */
export async function readFirstDirty(client: ClientBase, hostIds: readonly number[]): Promise<Map<number, FirstDirty>> {
  const { rows } = await client.query<{ hostId: number; level: LevelName; ms: number }>(FIRST_DIRTY_SQL, [hostIds]);
  const found = new Map<number, FirstDirty>();
  for (const { hostId, level, ms } of rows) found.set(hostId, { ...found.get(hostId), [level]: ms });
  return found;
}

/** Each costs statements of its own. */
const MOST_APART = 12;

/**
 * Puts hosts together that are read from the same stretches: one host with a backlog, whose roll-ups are out of date since
 * yesterday, must not have those of all others be read as measured. Where too many differ, the rest is read as the latest of them.
 */
export function alike<Stretch>(
  hostIds: readonly number[],
  dirty: ReadonlyMap<number, FirstDirty>,
  stretchesOf: (dirty: FirstDirty) => readonly Stretch[],
): ReadAlike<Stretch>[] {
  const found = new Map<string, ReadAlike<Stretch> & { readonly hostIds: number[] }>();
  for (const hostId of hostIds) {
    const stretches = stretchesOf(dirty.get(hostId) ?? {});
    const name = JSON.stringify(stretches);
    const known = found.get(name) ?? { hostIds: [], stretches };
    known.hostIds.push(hostId);
    found.set(name, known);
  }
  if (found.size <= MOST_APART) return [...found.values()];
  const sorted = [...found.values()].sort((one, other) => other.hostIds.length - one.hostIds.length);
  const rest = sorted.slice(MOST_APART - 1).flatMap((each) => each.hostIds);
  const earliest = rest.map((hostId) => dirty.get(hostId) ?? {}).reduce(earlier);
  return [...sorted.slice(0, MOST_APART - 1), { hostIds: rest, stretches: stretchesOf(earliest) }];
}

function earlier(one: FirstDirty, other: FirstDirty): FirstDirty {
  const least = { ...one };
  for (const { name } of LEVELS) {
    const ms = Math.min(one[name] ?? Infinity, other[name] ?? Infinity);
    if (ms < Infinity) least[name] = ms;
  }
  return least;
}
