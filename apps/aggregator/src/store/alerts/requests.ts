import type { Pool } from 'pg';

/** Somebody takes care of alerts. */
export interface AlertRequest {
  readonly position: number;
  readonly askedMs: number;
  readonly alertIds: readonly string[];
  readonly by: string;
  readonly note: string;
}

const READ = `
SELECT position::float8 AS position, (extract(epoch FROM asked_at) * 1000)::float8 AS "askedMs", alert_ids AS "alertIds",
  acknowledged_by AS by, note
FROM alert_request WHERE asked_at > now() - interval '1 hour' ORDER BY position LIMIT 100`;

// What nobody took for an hour, since nobody runs the rules, nobody means any more.
const ASK = `
WITH forgotten AS (DELETE FROM alert_request WHERE asked_at <= now() - interval '1 hour')
INSERT INTO alert_request (alert_ids, acknowledged_by, note) VALUES ($1, $2, $3) RETURNING position::float8 AS position`;

/** Asks the owner of alerts to note that somebody takes care of them; answers the number by which that can be waited for. */
export async function askToAcknowledge(
  pool: Pool,
  { alertIds, by, note }: Pick<AlertRequest, 'alertIds' | 'by' | 'note'>,
): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(ASK, [alertIds, by, note]);
  return rows[0]?.position ?? 0;
}

/** Whether what was asked was done. */
export async function isRequestDone(pool: Pool, position: number): Promise<boolean> {
  return (await pool.query('SELECT FROM alert_request WHERE position = $1', [position])).rowCount === 0;
}

/** Reads what the owner was asked for within an hour, at most a hundred, in order; it is deleted where what came of it is written. */
export async function readRequests(pool: Pool): Promise<AlertRequest[]> {
  return (await pool.query<AlertRequest>(READ)).rows;
}
