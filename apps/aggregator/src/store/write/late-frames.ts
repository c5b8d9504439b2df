import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { BlockToStore } from './write-samples.js';

/** So long after a sample, a message of the same agent may come that was sent before it: another replica had it. */
const KEPT_FOR = `interval '10 minutes'`;

/** Blocks of the late samples of hosts that were stored lately and begin at a moment (ms since 1970) or after it, and maybe others. */
export async function readLateFrames(
  client: ClientBase,
  hostIds: readonly number[],
  fromMs: number,
): Promise<Buffer[]> {
  const { rows } = await client.query<{ frames: Buffer }>(
    'SELECT frames FROM late_frames WHERE host_id = ANY ($1::int[]) AND last >= to_timestamp($2::float8 / 1000)',
    [hostIds, fromMs],
  );
  return rows.map(({ frames }) => frames);
}

/** Keeps late samples for some minutes. */
export async function keepLateFrames(client: ClientBase, blocks: readonly BlockToStore[]): Promise<void> {
  await client.query(`DELETE FROM late_frames WHERE stored_at < now() - ${KEPT_FOR}`);
  await client.query(
    `INSERT INTO late_frames (host_id, last, frames)
     SELECT host_id, to_timestamp(ms / 1000), frames
     FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS kept (host_id, ms, frames)`,
    [
      blocks.map(({ hostId }) => hostId),
      blocks.map(({ frames }) => frames.reduce((lastMs, { startMs }) => Math.max(lastMs, startMs), -Infinity)),
      blocks.map(({ frames }) => encodeFrames(frames)),
    ],
  );
}
