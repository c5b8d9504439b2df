/** What a snapshot of the database holds. */
export interface Moment {
  /** By the database's clock, ms since 1970. It was taken then or a little later: what it does not hold was committed after this. */
  readonly nowMs: number;
  /** It holds all that earlier transactions wrote. */
  readonly xmin: bigint;
  /** No transaction from this number on had begun. */
  readonly xmax: bigint;
  /** Whose writes it holds, in the database's own words (`pg_snapshot`). */
  readonly snapshot: string;
}

/** A moment as a statement tells it. */
export interface MomentRow {
  readonly nowMs: number;
  readonly snapshot: string;
}

/** SQL: what is selected to know the moment, beside all else that a statement asks. */
export const MOMENT_SQL = `(extract(epoch FROM now()) * 1000)::float8 AS "nowMs", pg_current_snapshot()::text AS snapshot`;

/** The moment of a row. */
export function momentOf({ nowMs, snapshot }: MomentRow = { nowMs: NaN, snapshot: '0:0:' }): Moment {
  const [xmin = 0n, xmax = 0n] = snapshot.split(':', 2).map(BigInt);
  return { nowMs, xmin, xmax, snapshot };
}
