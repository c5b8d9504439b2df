import type { ClientBase, Pool, PoolClient } from 'pg';
import { alignedTo } from '../block/window.js';
import { inTransaction, onPieces } from '../connection.js';
import { deleteOld, MOMENT } from '../delete.js';
import type { Edition } from '../edition/edition.js';
import { writeHorizon } from '../horizon.js';
import { dropPassed } from '../drop-passed.js';
import { type KeepTimes, readKeepTimes } from '../keep-times.js';
import { markedBefore } from '../marks.js';
import { readStateHorizons, type StateHorizons } from './horizon.js';
import { STATE_RESOLUTIONS, type StateResolution, stateLevelAbove, stateTables } from './level.js';
import { lockStateRollup, stopStates } from './lock.js';
import { makeBucket, refreshSome, roomOf } from './refresh.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type StateRetention = KeepTimes<StateResolution | 'event'>;

/** What holds where nobody has set anything. */
export const DEFAULT_STATE_RETENTION: StateRetention = {
  state: DAY_MS,
  state_5m: 90 * DAY_MS,
  state_1h: 400 * DAY_MS,
  event: 400 * DAY_MS,
};

/** Reads for how long states and events are kept. */
export async function readStateRetention(client: Pick<ClientBase, 'query'>): Promise<StateRetention> {
  return {
    ...(await readKeepTimes(client, STATE_RESOLUTIONS, DEFAULT_STATE_RETENTION)),
    ...(await readKeepTimes(client, ['event'], DEFAULT_STATE_RETENTION)),
  };
}

/**
 * Moves the horizons of states over what is older than its retention, in whole pieces, and deletes such events and patterns, and what was
 * expected until now. What is made from a piece is made before. Answers the horizons as it leaves them, for the next round: that one drops what lies before
 * `passed`, since a query that was planned just before a horizon moved still reads there.
 */
export async function applyStateRetention(
  pool: Pool,
  edition: Edition,
  nowMs: number,
  passed: StateHorizons | null = null,
): Promise<StateHorizons> {
  return onPieces(pool, edition, async (client) => {
    const retention = await readStateRetention(client);
    for (const name of STATE_RESOLUTIONS) {
      if (passed) await dropPassed(client, edition, name, stateTables(name), passed[name]);
      const keepMs = retention[name];
      if (keepMs !== null) await moveOver(client, edition, name, nowMs - keepMs);
    }
    if (retention.event !== null) {
      await deleteOld(client, 'event', `time < ${MOMENT}`, nowMs - retention.event);
      await deleteOld(client, 'pattern', `last_seen_at < ${MOMENT}`, nowMs - retention.event);
    }
    await deleteOld(client, 'pattern_feedback', `verdict = 'expected' AND until < ${MOMENT}`, nowMs);
    return readStateHorizons(client);
  });
}

async function moveOver(client: PoolClient, edition: Edition, name: StateResolution, oldestMs: number): Promise<void> {
  const untilMs = alignedTo(Math.max(...stateTables(name).map(({ pieceMs }) => pieceMs)), oldestMs);
  const { [name]: horizonMs } = await readStateHorizons(client);
  if (untilMs > horizonMs) await moveHorizon(client, edition, name, untilMs);
}

async function moveHorizon(
  client: PoolClient,
  edition: Edition,
  name: StateResolution,
  untilMs: number,
): Promise<void> {
  const above = stateLevelAbove(name);
  if (above) {
    // Beforehand, since writers wait while the rest is made.
    while ((await refreshSome(client, edition, above, untilMs)) > 0);
    const marked = await markedBefore(client, above, untilMs);
    await edition.ensureRoom(client, stateTables(above.name), roomOf(above, marked));
  }
  await inTransaction(client, async () => {
    await stopStates(client);
    await lockStateRollup(client);
    // Whole pieces hold whole buckets, so none of these reaches over the horizon.
    if (above)
      for (const bucketMs of await markedBefore(client, above, untilMs)) await makeBucket(client, above, bucketMs);
    await writeHorizon(client, name, untilMs);
  });
}
