import type { ClientBase, Pool, PoolClient } from 'pg';
import { alignedTo } from '../block/window.js';
import { inTransaction, onPieces } from '../connection.js';
import { type Edition, levelTable, PACKED_TABLE, type TimeTable } from '../edition/edition.js';
import { writeHorizon } from '../horizon.js';
import { dropPassed } from '../drop-passed.js';
import { type KeepTimes, readKeepTimes } from '../keep-times.js';
import { markedBefore } from '../marks.js';
import { moveBases } from './bases.js';
import { type Horizons, readHorizons } from './horizon.js';
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
 * Moves the horizons over what is older than its retention, in whole pieces. Before one moves, everything that is made from
 * such a piece is made; afterwards late samples of that time are added straight to the roll-ups, so nothing is ever lost to
 * the totals. Answers the horizons as it leaves them, for the next round: that one drops what lies before `passed`, since
 * a query that was planned just before a horizon moved still reads there.
 */
export async function applyRetention(
  pool: Pool,
  edition: Edition,
  nowMs: number,
  passed: Horizons | null = null,
): Promise<Horizons> {
  return onPieces(pool, edition, async (client) => {
    const retention = await readRetention(client);
    for (const name of RESOLUTIONS) {
      if (passed) await dropPassed(client, edition, name, [tableOf(name)], passed[name]);
      const keepMs = retention[name];
      if (keepMs !== null) await moveOver(client, edition, name, nowMs - keepMs);
    }
    return readHorizons(client);
  });
}

async function moveOver(client: PoolClient, edition: Edition, name: Resolution, oldestMs: number): Promise<void> {
  const { pieceMs } = tableOf(name);
  const { [name]: horizonMs, packed: packedMs } = await readHorizons(client);
  // What is not packed yet is not raw traffic's to drop.
  const droppableMs = name === 'raw' ? Math.min(oldestMs, packedMs) : oldestMs;
  const untilMs = alignedTo(pieceMs, droppableMs);
  if (untilMs > horizonMs) await moveHorizon(client, edition, name, untilMs);
}

async function moveHorizon(client: PoolClient, edition: Edition, name: Resolution, untilMs: number): Promise<void> {
  const above = levelAbove(name);
  if (above) {
    // Beforehand, since writers wait while the rest is made.
    while ((await refreshSome(client, edition, above, untilMs)) > 0);
    await edition.ensureRoom(client, [levelTable(above)], await markedBefore(client, above, untilMs));
  }
  await inTransaction(client, async () => {
    await stopWriters(client);
    await lockRollup(client);
    if (above) await refreshBefore(client, above, untilMs);
    // As it is now: where another replica was faster, its samples are in the bases already.
    const { [name]: horizonMs } = await readHorizons(client);
    if (name === 'raw' && untilMs > horizonMs) await moveBases(client, { fromMs: horizonMs, untilMs });
    await writeHorizon(client, name, untilMs);
  });
}

function tableOf(name: Resolution): TimeTable {
  const level = LEVELS.find((each) => each.name === name);
  return level ? levelTable(level) : PACKED_TABLE;
}
