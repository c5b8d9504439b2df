import type { Pool } from 'pg';
import { onTransaction } from '../connection.js';
import { MS } from '../ms.sql.js';
import { isTaken } from '../taken.js';

/** A quota, as it was written down. */
export interface QuotaRow {
  readonly id: string;
  readonly name: string;
  /** Of the one host that it is of; null where it may be of several. */
  readonly hostUuid: string | null;
  readonly given: unknown;
  /** What its days are counted by. */
  readonly counts: string;
}

/** The same as it is read, with what is expected of its cycle. */
export interface ReadQuotaRow extends QuotaRow {
  /** Another one after each change, ms since 1970. */
  readonly updatedMs: number;
  readonly outlook: StoredOutlook | null;
}

/** What is expected, as the version that wrote it does. */
export interface StoredOutlook {
  /** Begin of the cycle that it is of, and when it was made; ms since 1970. */
  readonly cycleFromMs: number;
  readonly madeMs: number;
  readonly outlook: unknown;
}

const READ = `
SELECT quota.id::text AS id, name, quota.host_uuid::text AS "hostUuid", given, counts, ${MS('updated_at')} AS "updatedMs",
  CASE WHEN outlook IS NULL THEN NULL ELSE jsonb_build_object(
    'cycleFromMs', ${MS('cycle_from')}, 'madeMs', ${MS('quota_outlook.made_at')}, 'outlook', outlook) END AS outlook
FROM quota LEFT JOIN quota_outlook ON quota_outlook.quota_id = quota.id ORDER BY lower(name), quota.id`;

const WRITE = `
INSERT INTO quota (id, name, host_uuid, given, counts) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET name = $2, host_uuid = $3, given = $4, counts = $5, updated_at = clock_timestamp()`;

/** Reads all quotas, by name. */
export async function readQuotas(pool: Pool): Promise<ReadQuotaRow[]> {
  return (await pool.query<ReadQuotaRow>(READ)).rows;
}

/**
 * Writes a quota, a new one or another of its id; false where another one has its name. Days that were counted of something else are
 * deleted, and what was expected.
 */
export async function writeQuota(pool: Pool, { id, name, hostUuid, given, counts }: QuotaRow): Promise<boolean> {
  try {
    await onTransaction(pool, async (client) => {
      await client.query(WRITE, [id, name, hostUuid, JSON.stringify(given), counts]);
      await client.query('DELETE FROM quota_day WHERE quota_id = $1 AND counts <> $2', [id, counts]);
      await client.query('DELETE FROM quota_outlook WHERE quota_id = $1', [id]);
    });
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** Deletes a quota and all that was counted of it; answers whether there was one. */
export async function deleteQuota(pool: Pool, id: string): Promise<boolean> {
  return ((await pool.query('DELETE FROM quota WHERE id = $1', [id])).rowCount ?? 0) > 0;
}

/** Writes what is expected of a quota's cycle, unless the quota was changed or deleted since. */
export async function writeOutlook(
  pool: Pool,
  { id, updatedMs }: Pick<ReadQuotaRow, 'id' | 'updatedMs'>,
  cycleFromMs: number,
  outlook: unknown,
): Promise<void> {
  await pool.query(
    `
INSERT INTO quota_outlook (quota_id, host_uuid, cycle_from, outlook)
SELECT id, host_uuid, to_timestamp($3::float8 / 1000), $4 FROM quota WHERE id = $1 AND ${MS('updated_at')} = $2::float8 FOR SHARE
ON CONFLICT (quota_id) DO UPDATE SET host_uuid = EXCLUDED.host_uuid, cycle_from = EXCLUDED.cycle_from, outlook = EXCLUDED.outlook, made_at = now()`,
    [id, updatedMs, cycleFromMs, JSON.stringify(outlook)],
  );
}
