import type { ClientBase } from 'pg';

/** What a snapshot of the database holds. */
export interface Moment {
  /** When it was taken, by the database's clock, ms since 1970. */
  readonly nowMs: number;
  /** Whatever it does not hold was written by a transaction that began after this, ms since 1970. */
  readonly sinceMs: number;
  /** It holds all that earlier transactions wrote. */
  readonly xmin: bigint;
}

const MOMENT = `
SELECT (extract(epoch FROM now()) * 1000)::float8 AS "nowMs",
  (extract(epoch FROM least(now(), (SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL))) * 1000)::float8 AS "sinceMs",
  pg_snapshot_xmin(pg_current_snapshot())::text AS xmin`;

/** Tells what the snapshot of the client's transaction holds. */
export async function readMoment(client: ClientBase): Promise<Moment> {
  const { rows } = await client.query<{ nowMs: number; sinceMs: number; xmin: string }>(MOMENT);
  const { nowMs = NaN, sinceMs = NaN, xmin = '0' } = rows[0] ?? {};
  return { nowMs, sinceMs, xmin: BigInt(xmin) };
}
