import type { ClientBase, Pool } from 'pg';
import { decodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { readRaw, readRows } from '../block/rows.js';
import { Turn } from '../../background/turns.js';
import { alignedTo } from '../block/window.js';
import { onConnection } from '../connection.js';
import { levelRows, MINUTES } from '../rollup/level.js';

/**
 * Less than this is read as it was measured; the rest of more by the minute. Minutes are calmer than seconds: the analysis learns
 * anew what is rare among them, some twenty minutes each way, which it need not after a restart or an upgrade.
 */
const MOST_RAW_MS = 60 * 60_000;
/** So much of it is in memory at once. */
const RAW_AT_A_TIME_MS = 10 * 60_000;
/** Minutes are made by then. */
const MADE_AFTER_MS = 5 * 60_000;
/** Rows of so much time are in memory at once: two, of minutes. */
const AT_A_TIME_MS = 3_600_000;

/** Reads what a host counted in a stretch of time (ms since 1970), in the order of time: a long one by the minute. */
export async function* storedFrames(
  pool: Pool,
  hostId: number,
  fromMs: number,
  untilMs: number,
): AsyncGenerator<Frame[]> {
  const isLong = untilMs - fromMs > MOST_RAW_MS;
  const minutesUntilMs = isLong ? alignedTo(MINUTES.bucketMs, untilMs - MADE_AFTER_MS) : fromMs;
  for (let atMs = fromMs; atMs < minutesUntilMs;) {
    // By whole hours, so that no row is decoded twice.
    const endMs = Math.min(minutesUntilMs, alignedTo(AT_A_TIME_MS, atMs) + AT_A_TIME_MS);
    yield readMinutes(pool, hostId, atMs, endMs);
    atMs = endMs;
  }
  for (let atMs = minutesUntilMs; atMs < untilMs; atMs += RAW_AT_A_TIME_MS) {
    yield readMeasured(pool, hostId, atMs, Math.min(untilMs, atMs + RAW_AT_A_TIME_MS));
  }
}

function readMinutes(pool: Pool, hostId: number, fromMs: number, untilMs: number): Promise<Frame[]> {
  return onConnection(pool, (client) =>
    framesOf(readRows(client, levelRows(MINUTES), { hostIds: [hostId], fromMs, untilMs }), fromMs, untilMs),
  );
}

/** On a snapshot: packing moves rows meanwhile. */
function readMeasured(pool: Pool, hostId: number, fromMs: number, untilMs: number): Promise<Frame[]> {
  return onConnection(pool, async (client: ClientBase) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const frames = await framesOf(readRaw(client, { hostIds: [hostId], fromMs, untilMs }), fromMs, untilMs);
    await client.query('COMMIT');
    return frames;
  });
}

async function framesOf(
  rows: AsyncIterable<readonly { readonly frames: Buffer }[]>,
  fromMs: number,
  untilMs: number,
): Promise<Frame[]> {
  const frames: Frame[] = [];
  const turn = new Turn();
  for await (const some of rows) {
    for (const row of some) {
      frames.push(...decodeFrames(row.frames).filter(({ startMs }) => startMs >= fromMs && startMs < untilMs));
      await turn.pass();
    }
  }
  // Of one start, what says that the host was there comes first: the rest is a further part of it.
  return frames.sort((one, other) => one.startMs - other.startMs || other.presenceMs - one.presenceMs);
}
