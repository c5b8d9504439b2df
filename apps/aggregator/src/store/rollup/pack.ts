import type { ClientBase, Pool } from 'pg';
import { decodeFrames, encodeFramesInTurns } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { type BlockRow, copyBlocksOut, timeSql } from '../block/copy-out.js';
import { NOT_PACKED_SQL } from '../block/rows.js';
import { Turn } from '../../background/turns.js';
import { WINDOW_MS, windowOf } from '../block/window.js';
import { onPieces } from '../connection.js';
import { type Edition, PACKED_TABLE, RECENT_TABLE } from '../edition/edition.js';
import { writeHorizon } from '../horizon.js';
import { BinaryRows } from '../write/binary-rows.js';
import { type BlockToStore, copyBlocks } from '../write/write-samples.js';
import { readHorizons } from './horizon.js';
import { stopWritersInTime, tryLockPacking } from './lock.js';

/** After its end a window still takes samples that come a little late, so that they are packed with the others. */
const SEAL_AFTER_MS = 90_000;
/** As long as a transaction runs that writes, the database keeps what others have replaced. */
const HOSTS_A_TRANSACTION = 20;
/** Of so many values a block is made at once; a host of thousands of interfaces has several blocks a window. */
const MAX_VALUES = 200_000;

/** What was packed at once. */
export interface Packed {
  /** Whether that was the end of its window. */
  readonly isWindowDone: boolean;
  /** Whether another window has ended that is not packed either. */
  readonly isBehind: boolean;
}

/**
 * Packs some of a window that has ended: all that arrived of a host in it becomes one block (about 2 bytes a series and second
 * instead of 10). Stops nobody but for the moment in which a window is sealed. Answers null where there is nothing to pack, or
 * others are at it.
 */
export async function packSome(pool: Pool, edition: Edition): Promise<Packed | null> {
  return onPieces(pool, edition, async (client) => {
    const { sealedMs, packedMs } = await seal(client);
    // As nearly always: this is asked every few seconds.
    if (packedMs === sealedMs) return null;
    const windowMs = await firstUnpacked(client, sealedMs);
    if (windowMs === null) {
      await writeHorizon(client, 'packed', sealedMs);
      // A query that began before the newest window was packed still looks for it where it arrived.
      await edition.dropBefore(client, [RECENT_TABLE], sealedMs - WINDOW_MS);
      return null;
    }
    await edition.ensureRoom(client, [PACKED_TABLE], [windowMs]);
    const isWindowDone = await packHosts(client, windowMs);
    return isWindowDone === null ? null : { isWindowDone, isBehind: windowMs + WINDOW_MS < sealedMs };
  });
}

/**
 * Nothing older than the moment answered is written where it arrives from here on; what is older than the other is packed. Both in ms since 1970.
 */
async function seal(client: ClientBase): Promise<{ readonly sealedMs: number; readonly packedMs: number }> {
  const { nowMs, sealed, packed: packedMs } = await readHorizons(client);
  const sealedMs = windowOf(nowMs - SEAL_AFTER_MS);
  if (sealedMs <= sealed) return { sealedMs: sealed, packedMs };
  await client.query('BEGIN');
  const stopped = await stopWritersInTime(client);
  if (stopped) await writeHorizon(client, 'sealed', sealedMs);
  await client.query(stopped ? 'COMMIT' : 'ROLLBACK');
  return { sealedMs: stopped ? sealedMs : sealed, packedMs };
}

/** The first window before a moment that holds what is not packed. */
async function firstUnpacked(client: ClientBase, sealedMs: number): Promise<number | null> {
  const { rows } = await client.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(time)) * 1000)::float8 AS ms FROM traffic_recent
     WHERE ${NOT_PACKED_SQL} AND time < ${timeSql(sealedMs)}`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : windowOf(ms);
}

/** Packs the next hosts of a window; answers whether they were its last ones. Null where another replica is packing. */
async function packHosts(client: ClientBase, windowMs: number): Promise<boolean | null> {
  await client.query('BEGIN');
  if (!(await tryLockPacking(client))) {
    await client.query('ROLLBACK');
    return null;
  }
  // By now, another replica may have packed what was found unpacked.
  const hostIds = await nextHosts(client, windowMs);
  for (const hostId of hostIds) await packHost(client, hostId, windowMs);
  const isDone = hostIds.length < HOSTS_A_TRANSACTION;
  if (isDone) await writeHorizon(client, 'packed', windowMs + WINDOW_MS);
  else await writeHorizon(client, 'packed', windowMs, hostIds[hostIds.length - 1]);
  await client.query('COMMIT');
  return isDone;
}

async function nextHosts(client: ClientBase, windowMs: number): Promise<number[]> {
  const { rows } = await client.query<{ host_id: number }>(
    `SELECT DISTINCT host_id FROM traffic_recent
     WHERE ${NOT_PACKED_SQL} AND time >= ${timeSql(windowMs)} AND time < ${timeSql(windowMs + WINDOW_MS)}
     ORDER BY host_id LIMIT ${HOSTS_A_TRANSACTION}`,
  );
  return rows.map((row) => row.host_id);
}

async function packHost(client: ClientBase, hostId: number, windowMs: number): Promise<void> {
  const rows = await copyBlocksOut(
    client,
    `SELECT host_id, frames FROM traffic_recent WHERE host_id = ${hostId}
     AND time >= ${timeSql(windowMs)} AND time < ${timeSql(windowMs + WINDOW_MS)} ORDER BY time`,
  );
  for await (const { frames } of joined(rows)) {
    const packed = new BinaryRows();
    const startMs = frames.reduce((firstMs, frame) => Math.min(firstMs, frame.startMs), Infinity);
    packed.add(startMs, hostId, await encodeFramesInTurns(frames));
    await copyBlocks(client, 'traffic', packed);
  }
}

/** Frames for a block each. Others have their turn between two rows, for a host of thousands of interfaces has many values. */
async function* joined(rows: readonly BlockRow[]): AsyncGenerator<BlockToStore> {
  const turn = new Turn();
  let frames: Frame[] = [];
  let values = 0;
  for (const row of rows) {
    for (const frame of decodeFrames(row.frames)) {
      frames.push(frame);
      values += frame.ids.length;
    }
    await turn.pass();
    if (values < MAX_VALUES) continue;
    yield { hostId: row.hostId, frames };
    [frames, values] = [[], 0];
  }
  const hostId = rows[0]?.hostId;
  if (hostId !== undefined && frames.length > 0) yield { hostId, frames };
}
