import type { ClientBase, Pool, PoolClient } from 'pg';
import { type Edition, levelTables } from '../edition/edition.js';
import { bucketStart, type Level, levelAbove, LEVELS, tableAt } from './level.js';
import { lockRollup } from './lock.js';
import { refreshSql } from './sql.js';

const MAX_BUCKETS_A_TRANSACTION = 10;

/** Makes all closed buckets that changed, of every level, finest first. Answers how many it made; 0 = nothing to do. */
export async function refreshRollup(pool: Pool, edition: Edition): Promise<number> {
  const client = await pool.connect();
  let broken = true;
  try {
    let made = 0;
    for (const level of LEVELS) made += await refreshClosed(client, edition, level);
    broken = false;
    return made;
  } catch (error) {
    edition.forget();
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Makes every bucket before a moment (ms since 1970) that is marked, closed or not, within the caller's transaction,
 * which holds the roll-up's lock.
 */
export async function refreshBefore(client: PoolClient, level: Level, untilMs: number): Promise<void> {
  await makeBuckets(client, level, await markedBefore(client, level, untilMs));
}

/** The buckets of a level before a moment (ms since 1970) that are still to be made. */
export async function markedBefore(client: PoolClient, level: Level, untilMs: number): Promise<Date[]> {
  const { rows } = await client.query<{ bucket: Date }>(
    `SELECT DISTINCT bucket FROM ${dirty(level)} WHERE bucket < to_timestamp($1::float8 / 1000) ORDER BY bucket`,
    [untilMs],
  );
  return rows.map(({ bucket }) => bucket);
}

/** A bucket of a level that changed for a host; its start in ms since 1970. */
export interface BucketMark {
  readonly hostId: number;
  readonly bucketMs: number;
}

/**
 * Marks a level's buckets as changed. Marks are only ever inserted: one that is merged into an existing mark is lost when a
 * refresh is deleting that one.
 */
export async function markBuckets(client: ClientBase, level: Level, marks: readonly BucketMark[]): Promise<void> {
  if (marks.length === 0) return;
  await client.query(
    `INSERT INTO ${dirty(level)} (bucket, host_id)
     SELECT to_timestamp(ms / 1000), host_id FROM unnest($1::float8[], $2::int[]) AS mark (ms, host_id)`,
    [marks.map(({ bucketMs }) => bucketMs), marks.map(({ hostId }) => hostId)],
  );
}

async function refreshClosed(client: PoolClient, edition: Edition, level: Level): Promise<number> {
  const { rows } = await client.query<{ bucket: Date }>(
    `SELECT DISTINCT bucket FROM ${dirty(level)} WHERE bucket <= now() - interval '${level.closedAfterMs} ms'
     ORDER BY bucket LIMIT ${MAX_BUCKETS_A_TRANSACTION}`,
  );
  const buckets = rows.map(({ bucket }) => bucket);
  if (buckets.length === 0) return 0;
  await edition.ensureRoom(
    client,
    levelTables(level),
    buckets.map((bucket) => bucket.getTime()),
  );
  await client.query('BEGIN');
  await lockRollup(client);
  await makeBuckets(client, level, buckets);
  await client.query('COMMIT');
  return buckets.length;
}

async function makeBuckets(client: PoolClient, level: Level, buckets: readonly Date[]): Promise<void> {
  // Marks are taken away before the sums are read: what commits after this statement leaves a mark of its own.
  const { rows } = await client.query<{ bucket: Date; hosts: number[] }>(
    `WITH taken AS (DELETE FROM ${dirty(level)} WHERE bucket = ANY ($1::timestamptz[]) RETURNING bucket, host_id)
     SELECT bucket, array_agg(DISTINCT host_id) AS hosts FROM taken GROUP BY bucket ORDER BY bucket`,
    [buckets],
  );
  for (const { bucket, hosts } of rows) {
    for (const sql of refreshSql(level)) await client.query(sql, [bucket, hosts]);
  }
  await markAbove(client, level, rows);
}

/** What is made from these buckets is out of date. */
async function markAbove(
  client: PoolClient,
  level: Level,
  made: readonly { readonly bucket: Date; readonly hosts: readonly number[] }[],
): Promise<void> {
  const above = levelAbove(level.name);
  if (!above) return;
  const marks = new Map<string, BucketMark>();
  for (const { bucket, hosts } of made) {
    const bucketMs = bucketStart(above, bucket.getTime());
    for (const hostId of hosts) marks.set(`${hostId}/${bucketMs}`, { hostId, bucketMs });
  }
  await markBuckets(client, above, [...marks.values()]);
}

const dirty = ({ name }: Level): string => tableAt('dirty', name);
