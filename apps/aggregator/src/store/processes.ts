import type { Pool } from 'pg';

/** What a process says of itself. */
export interface ProcessRow {
  /** Of this life of it. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  /** How long it has run. */
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly isNatsUp: boolean;
  /** Null where it does not analyse. */
  readonly partitions: readonly number[] | null;
  /** Null where it does not ingest. */
  readonly ingest: ProcessIngest | null;
}

export interface ProcessIngest {
  /** Null until it stored something. */
  readonly rowsPerSecond: number | null;
  readonly lagSeconds: number | null;
  /** Since its start. */
  readonly refused: number;
  /** Why it cannot take messages from the stream; null where it can. */
  readonly streamFault: string | null;
}

/** One that went without a word is told of for so long. */
const FORGOTTEN_AFTER = '1 hour';

const TELL = `
INSERT INTO process (id, host, pid, version, roles, started_at, seen_at, memory_bytes, nats_up, partitions, rows_per_second,
  lag_seconds, refused, stream_fault)
VALUES ($1, $2, $3, $4, $5, now() - $6::float8 * interval '1 ms', now(), $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, memory_bytes = EXCLUDED.memory_bytes, nats_up = EXCLUDED.nats_up,
  partitions = EXCLUDED.partitions, rows_per_second = EXCLUDED.rows_per_second, lag_seconds = EXCLUDED.lag_seconds,
  refused = EXCLUDED.refused, stream_fault = EXCLUDED.stream_fault`;

/** Notes what a process says of itself now, and forgets those of which nothing was heard for long. */
export async function tellProcess(pool: Pool, row: ProcessRow): Promise<void> {
  const { id, host, pid, version, roles, uptimeMs, memoryBytes, isNatsUp, partitions, ingest } = row;
  await pool.query(TELL, [
    ...[id, host, pid, version, roles, uptimeMs, memoryBytes, isNatsUp, partitions],
    ...[
      ingest?.rowsPerSecond ?? null,
      ingest?.lagSeconds ?? null,
      ingest?.refused ?? null,
      ingest?.streamFault ?? null,
    ],
  ]);
  await pool.query(`DELETE FROM process WHERE seen_at < now() - interval '${FORGOTTEN_AFTER}'`);
}

/** Takes away what a process said that ends. */
export async function endProcess(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM process WHERE id = $1', [id]);
}
