import type { ClientBase, Pool, PoolClient } from 'pg';
import { COUNTERS } from '@weir/model';
import { COLUMN } from '../columns.js';
import { type Edition, levelTables, RAW_TABLES, type TimeTable } from '../edition/edition.js';
import { asTimestamp, readHorizons } from './horizon.js';
import { levelAbove, LEVELS, RESOLUTIONS, type Resolution } from './level.js';
import { lockRollup, stopWriters } from './lock.js';
import { markedBefore, refreshBefore } from './refresh.js';
import { capped } from './sql.js';

/** How long each resolution is kept, in ms; null = for ever. */
export type Retention = Readonly<Record<Resolution, number | null>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What holds where nobody has set anything: without compression a second's samples are dear. */
export const DEFAULT_RETENTION: Retention = {
  raw: 6 * HOUR_MS,
  '1m': 14 * DAY_MS,
  '5m': 400 * DAY_MS,
  '1h': 3 * 365 * DAY_MS,
  '1d': null,
};

/** Reads what was set; a coarser resolution is always kept at least as long as a finer one. */
export async function readRetention(client: ClientBase): Promise<Retention> {
  const { rows } = await client.query<{ resolution: string; keep_ms: string | null }>(
    'SELECT resolution, keep_ms FROM retention',
  );
  const set = new Map(rows.map(({ resolution, keep_ms }) => [resolution, keep_ms === null ? null : Number(keep_ms)]));
  let longest: number | null = 0;
  const kept = RESOLUTIONS.map((name): [Resolution, number | null] => {
    const keepMs = set.has(name) ? (set.get(name) ?? null) : DEFAULT_RETENTION[name];
    longest = keepMs === null || longest === null ? null : Math.max(longest, keepMs);
    return [name, longest];
  });
  return Object.fromEntries(kept) as Retention;
}

/**
 * Drops what is older than its retention, in whole pieces. Before a piece goes, everything that is made from it is made;
 * afterwards late samples of that time are added straight to the roll-ups, so nothing is ever lost to the totals.
 */
export async function applyRetention(pool: Pool, edition: Edition, nowMs: number): Promise<void> {
  const client = await pool.connect();
  let broken = true;
  try {
    const retention = await readRetention(client);
    for (const name of RESOLUTIONS) {
      const keepMs = retention[name];
      if (keepMs !== null) await dropOld(client, edition, name, nowMs - keepMs);
    }
    broken = false;
  } finally {
    client.release(broken);
  }
}

async function dropOld(client: PoolClient, edition: Edition, name: Resolution, oldestMs: number): Promise<void> {
  const tables = tablesOf(name);
  const pieceMs = Math.max(...tables.map((table) => table.pieceMs));
  const untilMs = Math.floor(oldestMs / pieceMs) * pieceMs;
  const { [name]: horizonMs } = await readHorizons(client);
  if (untilMs > horizonMs) await moveHorizon(client, edition, name, { horizonMs, untilMs });
  // Also what an earlier run did not come to drop.
  await edition.dropBefore(client, tables, Math.max(untilMs, horizonMs));
}

async function moveHorizon(
  client: PoolClient,
  edition: Edition,
  name: Resolution,
  { horizonMs, untilMs }: { readonly horizonMs: number; readonly untilMs: number },
): Promise<void> {
  const above = levelAbove(name);
  if (above) {
    const marked = await markedBefore(client, above, untilMs);
    await edition.ensureRoom(
      client,
      levelTables(above),
      marked.map((bucket) => bucket.getTime()),
    );
  }
  await client.query('BEGIN');
  await stopWriters(client);
  await lockRollup(client);
  if (above) await refreshBefore(client, above, untilMs);
  if (name === 'raw') await client.query(MOVE_BASES, [asTimestamp(horizonMs), asTimestamp(untilMs)]);
  await client.query(
    `INSERT INTO horizon (resolution, time) VALUES ($1, to_timestamp($2::float8 / 1000))
     ON CONFLICT (resolution) DO UPDATE SET time = EXCLUDED.time`,
    [name, untilMs],
  );
  await client.query('COMMIT');
}

/**
 * A total is the newest base and all raw rows since: a base takes up the rows since it that are about to be dropped. Its
 * time stays, since rows of that time may still come late. $1 = the horizon until now, $2 = from now on.
 */
const MOVE_BASES = `
UPDATE counter_base SET counters = moved.counters
FROM (
  SELECT base.series_id, ARRAY[${COUNTERS.map((counter, index) =>
    capped(`base.counters[${index + 1}] + sum(traffic.${COLUMN[counter]})`),
  ).join(', ')}] AS counters
  FROM counter_base AS base JOIN traffic USING (series_id)
  WHERE traffic.time >= greatest(base.time, $1::timestamptz) AND traffic.time < $2::timestamptz
  GROUP BY base.series_id, base.counters) AS moved
WHERE counter_base.series_id = moved.series_id`;

function tablesOf(name: Resolution): readonly TimeTable[] {
  const level = LEVELS.find((each) => each.name === name);
  return level ? levelTables(level) : RAW_TABLES;
}
