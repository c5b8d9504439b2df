import type { ClientBase } from 'pg';
import { decodeFrames, encodeFrames } from '../block/codec.js';
import { copyBlocksOut, intsSql, timeSql } from '../block/copy-out.js';
import type { Frame } from '../block/frame.js';
import { type Level, rowStart, tableAt } from './level.js';

/** Made buckets of one host. */
export interface HostBuckets {
  readonly hostId: number;
  readonly buckets: readonly Frame[];
}

interface LevelRow {
  readonly hostId: number;
  readonly startMs: number;
  readonly buckets: Frame[];
}

/**
 * Puts buckets into a level's rows: one that is there already is replaced, or given to `merge` beside the new one. In the
 * caller's transaction, which holds the roll-up's lock.
 */
export async function putBuckets(
  client: ClientBase,
  level: Level,
  made: readonly HostBuckets[],
  merge: (stored: Frame, added: Frame) => Frame = (_, added) => added,
): Promise<void> {
  const rows = rowsOf(level, made);
  if (rows.length === 0) return;
  const stored = await readRows(client, level, rows);
  await writeRows(
    client,
    level,
    rows.map((row) => ({ ...row, buckets: merged(stored.get(nameOf(row)) ?? [], row.buckets, merge) })),
  );
}

function rowsOf(level: Level, made: readonly HostBuckets[]): LevelRow[] {
  const rows = new Map<string, LevelRow>();
  for (const { hostId, buckets } of made) {
    for (const bucket of buckets) {
      const row = { hostId, startMs: rowStart(level, bucket.startMs), buckets: [] };
      const known = rows.get(nameOf(row)) ?? row;
      known.buckets.push(bucket);
      rows.set(nameOf(row), known);
    }
  }
  return [...rows.values()];
}

function merged(
  stored: readonly Frame[],
  added: readonly Frame[],
  merge: (one: Frame, other: Frame) => Frame,
): Frame[] {
  const buckets = new Map(stored.map((bucket) => [bucket.startMs, bucket]));
  for (const bucket of added) {
    const known = buckets.get(bucket.startMs);
    buckets.set(bucket.startMs, known ? merge(known, bucket) : bucket);
  }
  return [...buckets.values()];
}

async function readRows(client: ClientBase, level: Level, rows: readonly LevelRow[]): Promise<Map<string, Frame[]>> {
  const times = [...new Set(rows.map(({ startMs }) => startMs))].map(timeSql).join();
  const stored = await copyBlocksOut(
    client,
    `SELECT host_id, frames FROM ${tableAt('traffic', level.name)}
     WHERE host_id = ANY (${intsSql(rows.map(({ hostId }) => hostId))}) AND time = ANY (ARRAY[${times}])`,
  );
  return new Map(stored.map(({ hostId, frames }) => namedBuckets(level, hostId, decodeFrames(frames))));
}

function namedBuckets(level: Level, hostId: number, buckets: Frame[]): [string, Frame[]] {
  return [nameOf({ hostId, startMs: rowStart(level, buckets[0]?.startMs ?? 0) }), buckets];
}

async function writeRows(client: ClientBase, level: Level, rows: readonly LevelRow[]): Promise<void> {
  await client.query(
    `INSERT INTO ${tableAt('traffic', level.name)} (host_id, time, frames)
     SELECT host_id, to_timestamp(ms / 1000), frames FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS made (host_id, ms, frames)
     ON CONFLICT (host_id, time) DO UPDATE SET frames = EXCLUDED.frames`,
    [...keysOf(rows), rows.map(({ buckets }) => encodeFrames(buckets))],
  );
}

const nameOf = ({ hostId, startMs }: Pick<LevelRow, 'hostId' | 'startMs'>): string => `${hostId}/${startMs}`;

function keysOf(rows: readonly LevelRow[]): [number[], number[]] {
  return [rows.map(({ hostId }) => hostId), rows.map(({ startMs }) => startMs)];
}
