import type { ClientBase, Pool } from 'pg';
import { type HostBuckets, putBuckets } from '../block/bucket-rows.js';
import { readRaw, readRows } from '../block/rows.js';
import { LONGEST_SAMPLE_MS } from '../block/window.js';
import { onPieces } from '../connection.js';
import { type Edition, levelTable } from '../edition/edition.js';
import { markedBefore, markedHosts, markMoments, takeMarks } from '../marks.js';
import { atOnce, type BetweenSteps, inSteps } from '../steps.js';
import { COARSE_INTERVALS, INTERVAL_MS } from '../write/split.js';
import { BucketSums } from './bucket.js';
import { type Changed, changesOf } from './changes.js';
import { readHorizons } from './horizon.js';
import { type Level, levelAbove, levelRows, LEVELS } from './level.js';
import { lockRollup, waitForWriters } from './lock.js';

/** What is marked beyond that waits for the next round. */
export const MAX_BUCKETS_A_ROUND = 10;
/** Those of a thousand hosts take seconds, on the thread that takes messages in. */
export const HOSTS_A_TRANSACTION = 25;

/**
 * Makes closed buckets that changed, of every level, finest first, some hosts at a time. Answers how many it made; 0 = nothing to
 * do.
 */
export async function refreshRollup(pool: Pool, edition: Edition, between: BetweenSteps = atOnce): Promise<number> {
  return onPieces(pool, edition, async (client) => {
    // The clock that writers tell open buckets by, see `OpenBuckets`.
    const { nowMs } = await readHorizons(client);
    let made = 0;
    for (const level of LEVELS) made += await refreshSome(client, edition, level, nowMs - level.closedAfterMs, between);
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

/** Marks the buckets of the level above in which buckets of this level were made, for they are out of date. */
export async function markAbove(client: ClientBase, level: Level, made: readonly HostBuckets[]): Promise<void> {
  const above = levelAbove(level.name);
  if (!above) return;
  const moments = made.flatMap(({ hostId, buckets }) => buckets.map(({ startMs }) => ({ hostId, ms: startMs })));
  await markMoments(client, above, moments);
}

/**
 * Makes some of the buckets before a moment (ms since 1970) that are marked, in transactions of its own. Each takes only the marks
 * of its own hosts: of the others, the bucket stays out of date, for queries too. Answers how many; 0 = none is left.
 */
export async function refreshSome(
  client: ClientBase,
  edition: Edition,
  level: Level,
  untilMs: number,
  between: BetweenSteps = atOnce,
): Promise<number> {
  const buckets = await markedBefore(client, level, untilMs, MAX_BUCKETS_A_ROUND);
  if (buckets.length === 0) return 0;
  // A writer that found such a bucket still open relied on an earlier mark of it, see `OpenBuckets`.
  await waitForWriters(client);
  await edition.ensureRoom(client, [levelTable(level)], buckets);
  const hosts = await markedHosts(client, level, buckets);
  const isBehind = buckets.length === MAX_BUCKETS_A_ROUND;
  const lock = async (): Promise<void> => {
    await client.query('BEGIN');
    await lockRollup(client);
  };
  await inSteps(hosts, HOSTS_A_TRANSACTION, isBehind, between, lock, async (some) => {
    await makeBuckets(client, level, buckets, some);
    await client.query('COMMIT');
  });
  return buckets.length;
}

/** Marks are taken away before the sums are read: what commits after that leaves marks of its own. */
async function makeBuckets(
  client: ClientBase,
  level: Level,
  bucketsMs: readonly number[],
  hostIds: readonly number[] | null = null,
): Promise<void> {
  const marks = await takeMarks(client, level, bucketsMs, hostIds);
  for (const changed of changesOf(level, marks)) await make(client, level, changed);
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
