import { COUNTERS } from '@weir/model';
import type { Pool, PoolClient } from 'pg';
import { COLUMN } from './columns.js';
import { type Edition, ROLLUP_TABLES } from './edition/edition.js';
import { isMadeUp } from './made-up.js';
import { COARSE_INTERVALS, INTERVAL_MS } from './write/split.js';

/** Any constant: one refresh of the 1-minute level runs at a time, in whatever process. */
const ROLLUP_LOCK = 0x77656973;
/** From a bucket's start: the minute itself, and 3 s in which its last seconds may still come. Later ones mark it again. */
const CLOSED_AFTER = `interval '63 seconds'`;
const MAX_BUCKETS_A_TRANSACTION = 10;

const columns = COUNTERS.map((counter) => COLUMN[counter]);
// A sum is capped, since one hostile agent's counters must not stop everyone's roll-up with an overflow.
const sums = columns.map((column) => `least(sum(${column}), 9223372036854775807)::bigint`).join(', ');
const maxRate = (column: string): string => `max(${column}::float8 * 1000 / ms) FILTER (WHERE ms <= chosen.coarse_ms)`;
const replaced = [...columns, 'max_rx_bytes_per_second', 'max_tx_bytes_per_second']
  .map((column) => `${column} = EXCLUDED.${column}`)
  .join(', ');

/** $1 = start of the bucket, $2 = hosts. Plain sums: ingest has split what would cross a minute. */
const TRAFFIC = `
WITH chosen AS MATERIALIZED (
  SELECT series_id, ${COARSE_INTERVALS} * ${INTERVAL_MS} AS coarse_ms
  FROM series JOIN host USING (host_id) WHERE host_id = ANY ($2::int[]))
INSERT INTO traffic_1m (time, series_id, ${columns.join(', ')}, max_rx_bytes_per_second, max_tx_bytes_per_second)
SELECT $1::timestamptz, series_id, ${sums}, ${maxRate('rx_bytes')}, ${maxRate('tx_bytes')}
FROM traffic JOIN chosen USING (series_id)
WHERE time >= $1::timestamptz AND time < $1::timestamptz + interval '1 minute'
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ${replaced}`;

const PRESENCE = `
INSERT INTO presence_1m (time, host_id, ms)
SELECT $1::timestamptz, host_id, sum(ms) FROM presence
WHERE time >= $1::timestamptz AND time < $1::timestamptz + interval '1 minute' AND host_id = ANY ($2::int[])
GROUP BY host_id
ON CONFLICT (host_id, time) DO UPDATE SET ms = EXCLUDED.ms`;

const UNREAD = `
INSERT INTO unread_1m (time, series_id, ms)
SELECT $1::timestamptz, series_id, coalesce(sum(ms) FILTER (WHERE NOT ${isMadeUp('unread')}), 0)
FROM unread JOIN series USING (series_id)
WHERE time >= $1::timestamptz AND time < $1::timestamptz + interval '1 minute' AND host_id = ANY ($2::int[])
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ms = EXCLUDED.ms`;

/** Makes the 1-minute level of all closed buckets that changed. Answers how many it made; 0 = nothing to do. */
export async function refreshRollup(pool: Pool, edition: Edition): Promise<number> {
  const client = await pool.connect();
  let broken = true;
  try {
    const buckets = await closedBuckets(client);
    if (buckets.length > 0) {
      await edition.ensureRoom(
        client,
        ROLLUP_TABLES,
        buckets.map((bucket) => bucket.getTime()),
      );
      await refreshBuckets(client, buckets);
    }
    broken = false;
    return buckets.length;
  } catch (error) {
    edition.forget();
    throw error;
  } finally {
    client.release(broken);
  }
}

async function closedBuckets(client: PoolClient): Promise<Date[]> {
  const { rows } = await client.query<{ bucket: Date }>(
    `SELECT DISTINCT bucket FROM dirty_1m WHERE bucket <= now() - ${CLOSED_AFTER}
     ORDER BY bucket LIMIT ${MAX_BUCKETS_A_TRANSACTION}`,
  );
  return rows.map(({ bucket }) => bucket);
}

async function refreshBuckets(client: PoolClient, buckets: readonly Date[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
  // Marks are taken away before the sums are read: what commits after this statement leaves a mark of its own.
  const { rows } = await client.query<{ bucket: Date; hosts: number[] }>(
    `WITH taken AS (DELETE FROM dirty_1m WHERE bucket = ANY ($1::timestamptz[]) RETURNING bucket, host_id)
     SELECT bucket, array_agg(DISTINCT host_id) AS hosts FROM taken GROUP BY bucket ORDER BY bucket`,
    [buckets],
  );
  for (const { bucket, hosts } of rows) {
    for (const sql of [TRAFFIC, PRESENCE, UNREAD]) await client.query(sql, [bucket, hosts]);
  }
  await client.query('COMMIT');
}
