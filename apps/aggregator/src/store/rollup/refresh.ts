import type { ClientBase, Pool, PoolClient } from 'pg';
import { type HostBuckets, putBuckets } from '../block/bucket-rows.js';
import { readRaw, readRows } from '../block/rows.js';
import { LONGEST_SAMPLE_MS } from '../block/window.js';
import { onPieces } from '../connection.js';
import { type Edition, levelTable } from '../edition/edition.js';
import { COARSE_INTERVALS, INTERVAL_MS } from '../write/split.js';
import { BucketSums } from './bucket.js';
import { type Changed, changesOf, type HostMarks } from './changes.js';
import { bucketStart, type Level, levelAbove, levelRows, LEVELS, tableAt } from './level.js';
import { lockRollup, waitForWriters } from './lock.js';

/** What is marked beyond that waits for the next round. */
export const MAX_BUCKETS_A_TRANSACTION = 10;

/** Makes all closed buckets that changed, of every level, finest first. Answers how many it made; 0 = nothing to do. */
export async function refreshRollup(pool: Pool, edition: Edition): Promise<number> {
  return onPieces(pool, edition, async (client) => {
    let made = 0;
    for (const level of LEVELS) made += await refreshClosed(client, edition, level);
    return made;
  });
}

/**
 * Makes every bucket before a moment (ms since 1970) that is marked, closed or not, within the caller's transaction,
 * which holds the roll-up's lock.
 */
export async function refreshBefore(client: ClientBase, level: Level, untilMs: number): Promise<void> {
  await makeBuckets(client, level, await markedBefore(client, level, untilMs));
}

/** The buckets of a level before a moment (ms since 1970) that are still to be made. */
export async function markedBefore(client: ClientBase, level: Level, untilMs: number): Promise<Date[]> {
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

/** Marks the buckets of the level above in which buckets of this level were made, for they are out of date. */
export async function markAbove(client: ClientBase, level: Level, made: readonly HostBuckets[]): Promise<void> {
  const above = levelAbove(level.name);
  if (!above) return;
  const marks = new Map<string, BucketMark>();
  for (const { hostId, buckets } of made) {
    for (const { startMs } of buckets) {
      const bucketMs = bucketStart(above, startMs);
      marks.set(`${hostId}/${bucketMs}`, { hostId, bucketMs });
    }
  }
  await markBuckets(client, above, [...marks.values()]);
}

async function refreshClosed(client: PoolClient, edition: Edition, level: Level): Promise<number> {
  const { rows } = await client.query<{ bucket: Date }>(
    `SELECT DISTINCT bucket FROM ${dirty(level)} WHERE bucket <= clock_timestamp() - interval '${level.closedAfterMs} ms'
     ORDER BY bucket LIMIT ${MAX_BUCKETS_A_TRANSACTION}`,
  );
  return remake(
    client,
    edition,
    level,
    rows.map(({ bucket }) => bucket),
  );
}

/**
 * Makes some of the buckets before a moment (ms since 1970) that are marked, in a transaction of its own. Answers how many;
 * 0 = none is left.
 */
export async function refreshSome(
  client: ClientBase,
  edition: Edition,
  level: Level,
  untilMs: number,
): Promise<number> {
  const marked = await markedBefore(client, level, untilMs);
  return remake(client, edition, level, marked.slice(0, MAX_BUCKETS_A_TRANSACTION));
}

async function remake(client: ClientBase, edition: Edition, level: Level, buckets: readonly Date[]): Promise<number> {
  if (buckets.length === 0) return 0;
  // A writer that found such a bucket still open relied on an earlier mark of it, see `OpenBuckets`.
  await waitForWriters(client);
  await edition.ensureRoom(
    client,
    [levelTable(level)],
    buckets.map((bucket) => bucket.getTime()),
  );
  await client.query('BEGIN');
  await lockRollup(client);
  await makeBuckets(client, level, buckets);
  await client.query('COMMIT');
  return buckets.length;
}

async function makeBuckets(client: ClientBase, level: Level, buckets: readonly Date[]): Promise<void> {
  for (const changed of changesOf(level, await takeMarks(client, level, buckets))) await make(client, level, changed);
}

/** Marks are taken away before the sums are read: what commits after this statement leaves a mark of its own. */
async function takeMarks(client: ClientBase, level: Level, buckets: readonly Date[]): Promise<HostMarks[]> {
  const { rows } = await client.query<HostMarks>(
    `WITH taken AS (DELETE FROM ${dirty(level)} WHERE bucket = ANY ($1::timestamptz[]) RETURNING bucket, host_id)
     SELECT host_id AS "hostId", array_agg(DISTINCT (extract(epoch FROM bucket) * 1000)::float8) AS "bucketsMs"
     FROM taken GROUP BY host_id ORDER BY host_id`,
    [buckets],
  );
  return rows;
}

async function make(client: ClientBase, level: Level, { hosts, bucketsMs }: Changed): Promise<void> {
  const range = { hostIds: hosts, fromMs: Math.min(...bucketsMs), untilMs: Math.max(...bucketsMs) + level.bucketMs };
  const wanted = new Set(bucketsMs);
  const finer = LEVELS.find(({ name }) => name === level.source);
  const coarseMs = finer ? new Map<number, number>() : await readCoarse(client, hosts);
  const chunks = finer
    ? readRows(client, levelRows(finer), range)
    : readRaw(client, { ...range, fromMs: range.fromMs - LONGEST_SAMPLE_MS });
  for await (const rows of chunks) {
    const made: HostBuckets[] = [];
    for (const [hostId, blocks] of byHost(rows)) {
      const sums = new BucketSums(level, wanted);
      if (finer) sums.addBuckets(blocks);
      else sums.addSamples(blocks, coarseMs.get(hostId) ?? 0);
      made.push({ hostId, buckets: sums.frames() });
    }
    await putBuckets(client, levelRows(level), made);
    await markAbove(client, level, made);
  }
}

/** From which length on a host's samples are coarse, ms. */
async function readCoarse(client: ClientBase, hosts: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ host_id: number; coarse_ms: number }>(
    `SELECT host_id, ${COARSE_INTERVALS} * ${INTERVAL_MS} AS coarse_ms FROM host WHERE host_id = ANY ($1::int[])`,
    [hosts],
  );
  return new Map(rows.map((row) => [row.host_id, row.coarse_ms]));
}

/** The blocks of each host. */
export function byHost(rows: readonly { readonly hostId: number; readonly frames: Buffer }[]): Map<number, Buffer[]> {
  const hosts = new Map<number, Buffer[]>();
  for (const { hostId, frames } of rows) {
    const others = hosts.get(hostId);
    if (others) others.push(frames);
    else hosts.set(hostId, [frames]);
  }
  return hosts;
}

const dirty = ({ name }: Level): string => tableAt('dirty', name);
