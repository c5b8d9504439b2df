import type { ClientBase } from 'pg';
import { decodeFrames, encodeFramesInTurns } from './codec.js';
import { copyBlocksOut, intsSql, timeSql } from './copy-out.js';
import type { Frame } from './frame.js';
import type { RowTable } from './rows.js';
import { Turn } from '../../background/turns.js';
import { alignedTo } from './window.js';

/** Made buckets of one host. */
export interface HostBuckets {
  readonly hostId: number;
  readonly buckets: readonly Frame[];
}

interface BucketRow {
  readonly hostId: number;
  readonly startMs: number;
  readonly buckets: Frame[];
}

/**
 * Puts buckets into the rows of a roll-up: one that is there already is replaced, or given to `merge` beside the new one.
 * In the caller's transaction, which holds the roll-up's lock.
 */
export async function putBuckets(
  client: ClientBase,
  table: RowTable,
  made: readonly HostBuckets[],
  merge: (stored: Frame, added: Frame) => Frame = (_, added) => added,
): Promise<void> {
  const rows = rowsOf(table, made);
  if (rows.length === 0) return;
  const stored = await readStored(client, table, rows);
  await writeRows(
    client,
    table,
    rows.map((row) => ({ ...row, buckets: merged(stored.get(nameOf(row)) ?? [], row.buckets, merge) })),
  );
}

function rowsOf(table: RowTable, made: readonly HostBuckets[]): BucketRow[] {
  const rows = new Map<string, BucketRow>();
  for (const { hostId, buckets } of made) {
    for (const bucket of buckets) {
      const row = { hostId, startMs: alignedTo(table.rowMs, bucket.startMs), buckets: [] };
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

async function readStored(
  client: ClientBase,
  table: RowTable,
  rows: readonly BucketRow[],
): Promise<Map<string, Frame[]>> {
  const times = [...new Set(rows.map(({ startMs }) => startMs))].map(timeSql).join();
  const stored = await copyBlocksOut(
    client,
    `SELECT host_id, frames FROM ${table.name}
     WHERE host_id = ANY (${intsSql(rows.map(({ hostId }) => hostId))}) AND time = ANY (ARRAY[${times}])`,
  );
  const buckets = new Map<string, Frame[]>();
  const turn = new Turn();
  for (const { hostId, frames } of stored) {
    buckets.set(...namedBuckets(table, hostId, decodeFrames(frames)));
    await turn.pass();
  }
  return buckets;
}

function namedBuckets(table: RowTable, hostId: number, buckets: Frame[]): [string, Frame[]] {
  return [nameOf({ hostId, startMs: alignedTo(table.rowMs, buckets[0]?.startMs ?? 0) }), buckets];
}

async function writeRows(client: ClientBase, table: RowTable, rows: readonly BucketRow[]): Promise<void> {
  const blocks: Buffer[] = [];
  const turn = new Turn();
  for (const { buckets } of rows) {
    blocks.push(await encodeFramesInTurns(buckets));
    await turn.pass();
  }
  await client.query(
    `INSERT INTO ${table.name} (host_id, time, frames)
     SELECT host_id, to_timestamp(ms / 1000), frames FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS made (host_id, ms, frames)
     ON CONFLICT (host_id, time) DO UPDATE SET frames = EXCLUDED.frames`,
    [...keysOf(rows), blocks],
  );
}

const nameOf = ({ hostId, startMs }: Pick<BucketRow, 'hostId' | 'startMs'>): string => `${hostId}/${startMs}`;

function keysOf(rows: readonly BucketRow[]): [number[], number[]] {
  return [rows.map(({ hostId }) => hostId), rows.map(({ startMs }) => startMs)];
}
