import type { ClientBase, Pool, PoolClient } from 'pg';
import { putBuckets } from '../block/bucket-rows.js';
import type { Frame } from '../block/frame.js';
import { alignedTo } from '../block/window.js';
import { onPieces } from '../connection.js';
import type { Edition } from '../edition/edition.js';
import { markedBefore, markedHosts, markMoments, takeMarks } from '../marks.js';
import { atOnce, type BetweenSteps, inSteps } from '../steps.js';
import { Buckets, LONGEST_MADE_UP_MS, withoutMadeUp } from './buckets.js';
import { refreshHostStateSql } from './host-state.sql.js';
import { PACKED_KINDS, type PackedKind } from './kind.js';
import { STATE_LEVELS, type StateLevel, stateLevelAbove, stateTables } from './level.js';
import { lockStateRollup } from './lock.js';
import { readFrames, stateRows, toldRows } from './packed-rows.js';

/** What is marked beyond that waits for the next round. */
export const MAX_BUCKETS_A_ROUND = 4;
/** Those of a thousand hosts take seconds, on the thread that takes messages in. */
export const HOSTS_A_TRANSACTION = 25;

/** Makes closed buckets of states that changed, finest first, some hosts at a time. Answers how many it made; 0 = nothing to do. */
export async function refreshStates(
  pool: Pool,
  edition: Edition,
  nowMs: number,
  between: BetweenSteps = atOnce,
): Promise<number> {
  return onPieces(pool, edition, async (client) => {
    let made = 0;
    for (const level of STATE_LEVELS) {
      made += await refreshSome(client, edition, level, nowMs - level.closedAfterMs + 1, between);
    }
    return made;
  });
}

/** Makes some of the buckets that changed and begin before a moment, closed or not; own transactions, each of some hosts. Answers how many. */
export async function refreshSome(
  client: PoolClient,
  edition: Edition,
  level: StateLevel,
  untilMs: number,
  between: BetweenSteps = atOnce,
): Promise<number> {
  const buckets = await markedBefore(client, level, untilMs, MAX_BUCKETS_A_ROUND);
  if (buckets.length === 0) return 0;
  await edition.ensureRoom(client, stateTables(level.name), roomOf(level, buckets));
  const hosts = await markedHosts(client, level, buckets);
  const isBehind = buckets.length === MAX_BUCKETS_A_ROUND;
  const lock = async (): Promise<void> => {
    await client.query('BEGIN');
    await lockStateRollup(client);
  };
  await inSteps(hosts, HOSTS_A_TRANSACTION, isBehind, between, lock, async (some) => {
    for (const bucketMs of buckets) await makeBucket(client, level, bucketMs, some);
    await client.query('COMMIT');
  });
  return buckets.length;
}

/** A packed row begins before the bucket that it holds. */
export function roomOf({ rowMs }: StateLevel, times: readonly number[]): number[] {
  return [...times, ...times.map((ms) => alignedTo(rowMs, ms))];
}

/**
 * Makes one bucket anew for those who marked it, of some hosts or of all, closed or not, in the caller's transaction, which holds
 * the roll-up's lock.
 */
export async function makeBucket(
  client: ClientBase,
  level: StateLevel,
  bucketMs: number,
  hostIds: readonly number[] | null = null,
): Promise<void> {
  const hosts = (await takeMarks(client, level, [bucketMs], hostIds)).map(({ hostId }) => hostId);
  if (hosts.length === 0) return;
  await client.query(refreshHostStateSql(level), [new Date(bucketMs), hosts]);
  for (let from = 0; from < hosts.length; from += HOSTS_A_TRANSACTION) {
    for (const kind of PACKED_KINDS) {
      await makePacked(client, level, kind, bucketMs, hosts.slice(from, from + HOSTS_A_TRANSACTION));
    }
  }
  const above = stateLevelAbove(level.name);
  if (above) {
    await markMoments(
      client,
      above,
      hosts.map((hostId) => ({ hostId, ms: bucketMs })),
    );
  }
}

async function makePacked(
  client: ClientBase,
  level: StateLevel,
  kind: PackedKind,
  bucketMs: number,
  hosts: readonly number[],
): Promise<void> {
  const source = await readSource(client, level, kind, bucketMs, hosts);
  const made = [...source].map(([hostId, frames]) => {
    const buckets = new Buckets(kind, level.bucketMs);
    if (level.source === 'state') buckets.addSamples(samplesIn(level, bucketMs, frames));
    else buckets.addBuckets(frames);
    return { hostId, buckets: buckets.frames() };
  });
  await putBuckets(client, stateRows(kind, level), made);
}

async function readSource(
  client: ClientBase,
  level: StateLevel,
  kind: PackedKind,
  bucketMs: number,
  hosts: readonly number[],
): Promise<Map<number, Frame[]>> {
  const span = { fromMs: bucketMs, untilMs: bucketMs + level.bucketMs };
  const finer = STATE_LEVELS.find(({ name }) => name === level.source);
  if (finer) return readFrames(client, stateRows(kind, finer), hosts, span);
  const samples = await readFrames(client, toldRows(kind), hosts, span);
  const missed = [...samples].filter(([, frames]) => frames.some(({ unreadIds }) => unreadIds.length > 0));
  if (missed.length === 0) return samples;
  const missedHosts = missed.map(([hostId]) => hostId);
  const earlier = { fromMs: bucketMs - LONGEST_MADE_UP_MS, untilMs: bucketMs };
  for (const [hostId, frames] of await readFrames(client, toldRows(kind), missedHosts, earlier)) {
    samples.set(hostId, [...frames, ...(samples.get(hostId) ?? [])]);
  }
  return samples;
}

function samplesIn(level: StateLevel, bucketMs: number, samples: readonly Frame[]): Frame[] {
  return withoutMadeUp(samples).filter(({ startMs }) => alignedTo(level.bucketMs, startMs) === bucketMs);
}
