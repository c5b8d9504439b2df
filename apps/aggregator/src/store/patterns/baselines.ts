import type { Pool } from 'pg';
import { copyBlocksOut, intsSql } from '../block/copy-out.js';
import { onConnection } from '../connection.js';

/** What was learnt of a series, up to a moment (ms since 1970). */
export interface SavedBaseline {
  readonly seriesId: number;
  readonly atMs: number;
  readonly state: Uint8Array;
}

/** Grows when states are written in another way; what another version wrote is left alone until it is overwritten. */
const VERSION = 1;

/** Reads what was saved of series. */
export async function readBaselines(pool: Pool, seriesIds: readonly number[]): Promise<SavedBaseline[]> {
  if (seriesIds.length === 0) return [];
  return onConnection(pool, async (client) => {
    const { rows } = await client.query<{ id: number; ms: number }>(
      `SELECT series_id AS id, (extract(epoch FROM at) * 1000)::float8 AS ms FROM baseline
       WHERE series_id = ANY ($1::int[]) AND version = ${VERSION}`,
      [seriesIds],
    );
    const at = new Map(rows.map(({ id, ms }) => [id, ms]));
    // As bytes: by the other way each state is made a text of twice its size first.
    const blocks = await copyBlocksOut(
      client,
      `SELECT series_id, state FROM baseline WHERE series_id = ANY (${intsSql([...at.keys()])})`,
    );
    return blocks.map(({ hostId: seriesId, frames: state }) => ({ seriesId, atMs: at.get(seriesId) ?? 0, state }));
  });
}

/**
 * Saves what was learnt. An older state never replaces a newer one: who lost its partition may still write. What was forgotten
 * meanwhile is not saved.
 */
export async function writeBaselines(pool: Pool, baselines: readonly SavedBaseline[]): Promise<void> {
  if (baselines.length === 0) return;
  await pool.query(
    `INSERT INTO baseline (series_id, at, version, state)
     SELECT series_id, to_timestamp(ms / 1000), ${VERSION}, saved.state
     FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS saved (series_id, ms, state) JOIN series USING (series_id)
     ON CONFLICT (series_id) DO UPDATE SET at = EXCLUDED.at, version = EXCLUDED.version, state = EXCLUDED.state
     WHERE baseline.at <= EXCLUDED.at`,
    [
      baselines.map(({ seriesId }) => seriesId),
      baselines.map(({ atMs }) => atMs),
      baselines.map(({ state }) => Buffer.from(state.buffer, state.byteOffset, state.byteLength)),
    ],
  );
}

/** Forgets what was learnt of interfaces that have gone for a week, and answers which: containers leave new ones behind all the time. */
export async function forgetBaselines(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `DELETE FROM baseline USING series
     WHERE baseline.series_id = series.series_id AND series.gone_at < now() - interval '7 days'
     RETURNING baseline.series_id AS id`,
  );
  return rows.map(({ id }) => id);
}
