import type { Pool } from 'pg';

/** A silence, as it was given; times are ms since 1970. */
export interface SilenceRow {
  readonly id: string;
  readonly given: unknown;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly createdMs: number;
}

/** A maintenance window, as it was given. */
export interface MaintenanceRow {
  readonly id: string;
  readonly given: unknown;
}

const SILENCES = `
SELECT id::text AS id, given, (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
  (extract(epoch FROM until_at) * 1000)::float8 AS "untilMs", (extract(epoch FROM created_at) * 1000)::float8 AS "createdMs"
FROM silence`;

const WRITE_SILENCE = `
INSERT INTO silence (id, given, from_at, until_at)
VALUES ($1, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000))
ON CONFLICT (id) DO UPDATE SET given = EXCLUDED.given, from_at = EXCLUDED.from_at, until_at = EXCLUDED.until_at`;

const END_SILENCE = `
UPDATE silence SET until_at = greatest(from_at, now()) WHERE id = $1 AND until_at > now()`;

/** Reads the silences that are not over, the one that ends first before others. */
export async function readSilences(pool: Pool): Promise<SilenceRow[]> {
  return (await pool.query<SilenceRow>(`${SILENCES} WHERE until_at > now() ORDER BY until_at, id`)).rows;
}

/** Reads at most so many silences that are over, the newest first. */
export async function readPastSilences(pool: Pool, most: number): Promise<SilenceRow[]> {
  const { rows } = await pool.query<SilenceRow>(
    `${SILENCES} WHERE until_at <= now() ORDER BY until_at DESC, id LIMIT $1`,
    [most],
  );
  return rows;
}

/** Writes a silence. */
export async function writeSilence(pool: Pool, row: Omit<SilenceRow, 'createdMs'>): Promise<void> {
  await pool.query(WRITE_SILENCE, [row.id, JSON.stringify(row.given), row.fromMs, row.untilMs]);
}

/** Ends a silence now; answers whether it was not over yet. */
export async function endSilence(pool: Pool, id: string): Promise<boolean> {
  return ((await pool.query(END_SILENCE, [id])).rowCount ?? 0) > 0;
}

/** Reads all maintenance windows. */
export async function readMaintenances(pool: Pool): Promise<MaintenanceRow[]> {
  return (await pool.query<MaintenanceRow>('SELECT id::text AS id, given FROM maintenance ORDER BY id')).rows;
}

/** Writes a maintenance window, a new one or another of its id. */
export async function writeMaintenance(pool: Pool, { id, given }: MaintenanceRow): Promise<void> {
  await pool.query(
    'INSERT INTO maintenance (id, given) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET given = $2, updated_at = now()',
    [id, JSON.stringify(given)],
  );
}

/** Deletes a maintenance window; answers whether there was one. */
export async function deleteMaintenance(pool: Pool, id: string): Promise<boolean> {
  return ((await pool.query('DELETE FROM maintenance WHERE id = $1', [id])).rowCount ?? 0) > 0;
}
