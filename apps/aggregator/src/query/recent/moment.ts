import type { ClientBase } from 'pg';

/** What a snapshot of the database holds. */
export interface Moment {
  /** By the database's clock, ms since 1970. It was taken then or a little later: what it does not hold was committed after this. */
  readonly nowMs: number;
  /** It holds all that earlier transactions wrote. */
  readonly xmin: bigint;
}

/** A moment as a statement tells it. */
export interface MomentRow {
  readonly nowMs: number;
  readonly xmin: string;
}

/** SQL: what is selected to know the moment, beside all else that a statement asks. */
export const MOMENT_SQL = `(extract(epoch FROM now()) * 1000)::float8 AS "nowMs", pg_snapshot_xmin(pg_current_snapshot())::text AS xmin`;

/** Tells what the snapshot of the client's transaction holds. */
export async function readMoment(client: ClientBase): Promise<Moment> {
  const { rows } = await client.query<MomentRow>(`SELECT ${MOMENT_SQL}`);
  return momentOf(rows[0] ?? { nowMs: NaN, xmin: '0' });
}

/** The moment of a row. */
export function momentOf({ nowMs, xmin }: MomentRow): Moment {
  return { nowMs, xmin: BigInt(xmin) };
}
