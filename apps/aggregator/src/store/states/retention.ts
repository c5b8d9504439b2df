import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Edition } from '../edition/edition.js';
import { writeHorizon } from '../rollup/horizon.js';
import { readStateHorizons } from './horizon.js';
import { STATE_RESOLUTIONS, type StateResolution, stateLevelAbove, stateTables } from './level.js';
import { lockStateRollup, stopStates } from './lock.js';
import { markedStates } from './marks.js';
import { makeBucket, refreshSome, roomOf } from './refresh.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long states and events are kept, in ms; null = for ever. */
export type StateRetention = Readonly<Record<StateResolution | 'event', number | null>>;

/** What holds where nobody has set anything. */
export const DEFAULT_STATE_RETENTION: StateRetention = {
  state: DAY_MS,
  state_5m: 90 * DAY_MS,
  state_1h: 400 * DAY_MS,
  event: 400 * DAY_MS,
};

const MAX_EVENTS_A_DELETE = 10_000;

/** Reads what was set; hours are always kept at least as long as minutes, and those as long as what was told. */
export async function readStateRetention(client: Pick<ClientBase, 'query'>): Promise<StateRetention> {
  const { rows } = await client.query<{ resolution: string; keep_ms: string | null }>(
    'SELECT resolution, keep_ms FROM retention',
  );
  const set = new Map(rows.map(({ resolution, keep_ms }) => [resolution, keep_ms === null ? null : Number(keep_ms)]));
  const keepOf = (name: keyof StateRetention): number | null =>
    set.has(name) ? (set.get(name) ?? null) : DEFAULT_STATE_RETENTION[name];
  let longest: number | null = 0;
  const kept = STATE_RESOLUTIONS.map((name): [StateResolution, number | null] => {
    const keepMs = keepOf(name);
    longest = keepMs === null || longest === null ? null : Math.max(longest, keepMs);
    return [name, longest];
  });
  return { ...Object.fromEntries(kept), event: keepOf('event') } as StateRetention;
}

/** Drops states, in whole pieces, and events that are older than their retention. What is made from a piece is made before it goes. */
export async function applyStateRetention(pool: Pool, edition: Edition, nowMs: number): Promise<void> {
  const client = await pool.connect();
  let broken = true;
  try {
    const retention = await readStateRetention(client);
    for (const name of STATE_RESOLUTIONS) {
      const keepMs = retention[name];
      if (keepMs !== null) await dropOld(client, edition, name, nowMs - keepMs);
    }
    if (retention.event !== null) await deleteEvents(client, nowMs - retention.event);
    broken = false;
  } catch (error) {
    edition.forget();
    throw error;
  } finally {
    client.release(broken);
  }
}

async function dropOld(client: PoolClient, edition: Edition, name: StateResolution, oldestMs: number): Promise<void> {
  const tables = stateTables(name);
  const pieceMs = Math.max(...tables.map((table) => table.pieceMs));
  const untilMs = Math.floor(oldestMs / pieceMs) * pieceMs;
  const { [name]: horizonMs } = await readStateHorizons(client);
  if (untilMs > horizonMs) await moveHorizon(client, edition, name, untilMs);
  // Also what an earlier run did not come to drop.
  await edition.dropBefore(client, tables, Math.max(untilMs, horizonMs));
}

async function moveHorizon(
  client: PoolClient,
  edition: Edition,
  name: StateResolution,
  untilMs: number,
): Promise<void> {
  const above = stateLevelAbove(name);
  if (above) {
    // Beforehand, since writers wait while the rest is made.
    while ((await refreshSome(client, edition, above, untilMs)) > 0);
    const marked = await markedStates(client, above, untilMs);
    await edition.ensureRoom(client, stateTables(above.name), roomOf(above, marked));
  }
  await client.query('BEGIN');
  await stopStates(client);
  await lockStateRollup(client);
  // Whole pieces hold whole buckets, so none of these reaches over the horizon.
  if (above)
    for (const bucketMs of await markedStates(client, above, untilMs)) await makeBucket(client, above, bucketMs);
  await writeHorizon(client, name, untilMs);
  await client.query('COMMIT');
}

/** A plain table, since events are few; a bounded number at a time, each in a transaction of its own. */
async function deleteEvents(client: PoolClient, untilMs: number): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `DELETE FROM event WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM event WHERE time < to_timestamp($1::float8 / 1000) ORDER BY time LIMIT ${MAX_EVENTS_A_DELETE}))`,
      [untilMs],
    );
    if ((rowCount ?? 0) < MAX_EVENTS_A_DELETE) return;
  }
}
