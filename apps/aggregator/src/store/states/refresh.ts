import type { ClientBase, Pool, PoolClient } from 'pg';
import { putBuckets } from '../block/bucket-rows.js';
import type { Frame } from '../block/frame.js';
import { alignedTo } from '../block/window.js';
import { onPieces } from '../connection.js';
import type { Edition } from '../edition/edition.js';
import { markedBefore, markMoments, takeMarks } from '../marks.js';
import { Buckets, LONGEST_MADE_UP_MS, withoutMadeUp } from './buckets.js';
import { refreshHostStateSql } from './host-state.sql.js';
import { PACKED_KINDS, type PackedKind } from './kind.js';
import { STATE_LEVELS, type StateLevel, stateLevelAbove, stateTables } from './level.js';
import { lockStateRollup } from './lock.js';
import { readFrames, stateRows, toldRows } from './packed-rows.js';

/** What is marked beyond that waits for the next round. */
export const MAX_BUCKETS_A_TRANSACTION = 4;
const HOSTS_AT_ONCE = 100;

/** Makes all closed buckets of states that changed, finest first. Answers how many it made; 0 = nothing to do. */
export async function refreshStates(pool: Pool, edition: Edition, nowMs: number): Promise<number> {
  return onPieces(pool, edition, async (client) => {
    let made = 0;
    for (const level of STATE_LEVELS) {
      made += await refreshSome(client, edition, level, nowMs - level.closedAfterMs + 1);
    }
    return made;
  });
}

/** Makes some of the buckets that changed and begin before a moment, closed or not; own transaction. Answers how many. */
export async function refreshSome(
  client: PoolClient,
  edition: Edition,
  level: StateLevel,
  untilMs: number,
): Promise<number> {
  const buckets = await markedBefore(client, level, untilMs, MAX_BUCKETS_A_TRANSACTION);
  if (buckets.length === 0) return 0;
  await edition.ensureRoom(client, stateTables(level.name), roomOf(level, buckets));
  await client.query('BEGIN');
  await lockStateRollup(client);
  for (const bucketMs of buckets) await makeBucket(client, level, bucketMs);
  await client.query('COMMIT');
  return buckets.length;
}

/** A packed row begins before the bucket that it holds. */
export function roomOf({ rowMs }: StateLevel, times: readonly number[]): number[] {
  return [...times, ...times.map((ms) => alignedTo(rowMs, ms))];
}

/** Makes one bucket anew for all hosts that marked it, closed or not, in the caller's transaction, which holds the roll-up's lock. */
export async function makeBucket(client: ClientBase, level: StateLevel, bucketMs: number): Promise<void> {
  const hosts = (await takeMarks(client, level, [bucketMs])).map(({ hostId }) => hostId);
  if (hosts.length === 0) return;
  await client.query(refreshHostStateSql(level), [new Date(bucketMs), hosts]);
  for (let from = 0; from < hosts.length; from += HOSTS_AT_ONCE) {
    for (const kind of PACKED_KINDS) {
      await makePacked(client, level, kind, bucketMs, hosts.slice(from, from + HOSTS_AT_ONCE));
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
