import type { ClientBase } from 'pg';

/** What a snapshot of the database holds. */
export interface Moment {
  /** By the database's clock, ms since 1970. It was taken then or a little later: what it does not hold was committed after this. */
  readonly nowMs: number;
  /** It holds all that earlier transactions wrote. */
  readonly xmin: bigint;
}

const MOMENT = `
SELECT (extract(epoch FROM now()) * 1000)::float8 AS "nowMs",
  pg_snapshot_xmin(pg_current_snapshot())::text AS xmin`;

/** Tells what the snapshot of the client's transaction holds. */
export async function readMoment(client: ClientBase): Promise<Moment> {
  const { rows } = await client.query<{ nowMs: number; xmin: string }>(MOMENT);
  const { nowMs = NaN, xmin = '0' } = rows[0] ?? {};
  return { nowMs, xmin: BigInt(xmin) };
}
