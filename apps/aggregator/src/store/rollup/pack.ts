import type { ClientBase, Pool, PoolClient } from 'pg';
import { decodeFrames, encodeFramesInTurns } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { type BlockRow, copyBlocksOut, timeSql } from '../block/copy-out.js';
import { Turn } from '../block/turns.js';
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
/** Of so many values a block is made at once; a host of thousands of interfaces has several blocks a window. */
const MAX_VALUES = 200_000;

/**
 * Packs the windows that have ended: all that arrived of a host in one of them becomes one block (about 2 bytes a series and
 * second instead of 10). Answers how many windows it packed. Stops nobody but for the moment in which a window is sealed.
 */
export async function packRecent(pool: Pool, edition: Edition): Promise<number> {
  return onPieces(pool, edition, (client) => packSealed(client, edition));
}

async function packSealed(client: PoolClient, edition: Edition): Promise<number> {
  const { sealedMs, packedMs } = await seal(client);
  // As nearly always: this is asked every few seconds.
  if (packedMs === sealedMs) return 0;
  for (let windows = 0; ; windows += 1) {
    const windowMs = await firstUnpacked(client, sealedMs);
    if (windowMs === null) {
      await writeHorizon(client, 'packed', sealedMs);
      // A query that began before the newest window was packed still looks for it where it arrived.
      await edition.dropBefore(client, [RECENT_TABLE], sealedMs - WINDOW_MS);
      return windows;
    }
    await edition.ensureRoom(client, [PACKED_TABLE], [windowMs]);
    if (!(await packWindow(client, windowMs))) return windows;
  }
}

/**
 * Nothing older than the moment answered is written where it arrives from here on; what is older than the other is packed. Both in ms since 1970.
 */
async function seal(client: PoolClient): Promise<{ readonly sealedMs: number; readonly packedMs: number }> {
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
  const { packed } = await readHorizons(client);
  const { rows } = await client.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(time)) * 1000)::float8 AS ms FROM traffic_recent
     WHERE time >= ${timeSql(packed)} AND time < ${timeSql(sealedMs)}`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : windowOf(ms);
}

/** False where another replica is packing: the roll-up would have to wait for that one as well. */
async function packWindow(client: ClientBase, windowMs: number): Promise<boolean> {
  await client.query('BEGIN');
  const locked = await tryLockPacking(client);
  // Another replica may have been faster.
  if (locked && (await readHorizons(client)).packed <= windowMs) {
    for (const hostId of await hostsIn(client, windowMs)) await packHost(client, hostId, windowMs);
    await writeHorizon(client, 'packed', windowMs + WINDOW_MS);
  }
  await client.query('COMMIT');
  return locked;
}

async function hostsIn(client: ClientBase, windowMs: number): Promise<number[]> {
  const { rows } = await client.query<{ host_id: number }>(
    `SELECT DISTINCT host_id FROM traffic_recent
     WHERE time >= ${timeSql(windowMs)} AND time < ${timeSql(windowMs + WINDOW_MS)}`,
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
