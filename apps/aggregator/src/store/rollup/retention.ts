import type { ClientBase, Pool, PoolClient } from 'pg';
import { onPieces } from '../connection.js';
import { type Edition, levelTable, PACKED_TABLE, type TimeTable } from '../edition/edition.js';
import { writeHorizon } from '../horizon.js';
import { type KeepTimes, readKeepTimes } from '../keep-times.js';
import { markedBefore } from '../marks.js';
import { moveBases } from './bases.js';
import { readHorizons } from './horizon.js';
import { levelAbove, LEVELS, RESOLUTIONS, type Resolution } from './level.js';
import { lockRollup, stopWriters } from './lock.js';
import { refreshBefore, refreshSome } from './refresh.js';

type Retention = KeepTimes<Resolution>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What holds where nobody has set anything. */
export const DEFAULT_RETENTION: Retention = {
  raw: 48 * HOUR_MS,
  '1m': 90 * DAY_MS,
  '5m': 400 * DAY_MS,
  '1h': 3 * 365 * DAY_MS,
  '1d': null,
};

/** Reads for how long each resolution is kept. */
export async function readRetention(client: ClientBase): Promise<Retention> {
  return readKeepTimes(client, RESOLUTIONS, DEFAULT_RETENTION);
}

/**
 * Drops what is older than its retention, in whole pieces. Before a piece goes, everything that is made from it is made;
 * afterwards late samples of that time are added straight to the roll-ups, so nothing is ever lost to the totals.
 */
export async function applyRetention(pool: Pool, edition: Edition, nowMs: number): Promise<void> {
  await onPieces(pool, edition, async (client) => {
    const retention = await readRetention(client);
    for (const name of RESOLUTIONS) {
      const keepMs = retention[name];
      if (keepMs !== null) await dropOld(client, edition, name, nowMs - keepMs);
    }
  });
}

async function dropOld(client: PoolClient, edition: Edition, name: Resolution, oldestMs: number): Promise<void> {
  const table = tableOf(name);
  const { [name]: horizonMs, packed: packedMs } = await readHorizons(client);
  // What is not packed yet is not raw traffic's to drop.
  const droppableMs = name === 'raw' ? Math.min(oldestMs, packedMs) : oldestMs;
  const untilMs = Math.floor(droppableMs / table.pieceMs) * table.pieceMs;
  if (untilMs > horizonMs) await moveHorizon(client, edition, name, untilMs);
  // Also what an earlier run did not come to drop.
  const goneMs = Math.max(untilMs, horizonMs);
  if (Number.isFinite(goneMs)) await edition.dropBefore(client, [table], goneMs);
}

async function moveHorizon(client: PoolClient, edition: Edition, name: Resolution, untilMs: number): Promise<void> {
  const above = levelAbove(name);
  if (above) {
    // Beforehand, since writers wait while the rest is made.
    while ((await refreshSome(client, edition, above, untilMs)) > 0);
    await edition.ensureRoom(client, [levelTable(above)], await markedBefore(client, above, untilMs));
  }
  await client.query('BEGIN');
  await stopWriters(client);
  await lockRollup(client);
  if (above) await refreshBefore(client, above, untilMs);
  // As it is now: where another replica was faster, its samples are in the bases already.
  const { [name]: horizonMs } = await readHorizons(client);
  if (name === 'raw' && untilMs > horizonMs) await moveBases(client, { fromMs: horizonMs, untilMs });
  await writeHorizon(client, name, untilMs);
  await client.query('COMMIT');
}

function tableOf(name: Resolution): TimeTable {
  const level = LEVELS.find((each) => each.name === name);
  return level ? levelTable(level) : PACKED_TABLE;
}
