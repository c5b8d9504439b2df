import type { ClientBase, Pool } from 'pg';
import { onTransaction } from '../connection.js';
import { ASKED_BY, type ClaimedJob, type JobKind, type NewJob, READ_ASKED_BY, valuesOf } from './job-row.js';

/** Renewed every second: whoever is gone for so long has lost the job to another process. */
export const LEASE_SECONDS = 30;
/** Whatever ended the others: what kills its process each time must not go round for ever. */
export const MOST_TRIES = 4;

const LEASED_UNTIL = `now() + interval '${LEASE_SECONDS} seconds'`;

const INSERT = `
INSERT INTO job (id, kind, title, asked, ${ASKED_BY}, report_id, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11::float8 / 1000)) ON CONFLICT DO NOTHING`;

const COUNT_WAITING = `
SELECT count(*)::int AS count FROM job WHERE state IN ('queued', 'running')
  AND account_id IS NOT DISTINCT FROM $1::uuid`;

const OF_REPORT = `SELECT FROM job WHERE report_id = $1 AND state IN ('queued', 'running') LIMIT 1`;

const CLAIM = `
UPDATE job SET state = 'running', leased_by = $1, leased_until = ${LEASED_UNTIL}, tries = tries + 1, progress = NULL,
  step = NULL, started_at = coalesce(started_at, now())
WHERE id = (
  SELECT id FROM job WHERE kind = ANY ($2::text[])
    AND ((state = 'queued' AND next_try_at <= now()) OR (state = 'running' AND leased_until <= now()))
  ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, title, asked, ${READ_ASKED_BY}, report_id AS "reportId", tries, leased_by AS lease,
  (extract(epoch FROM coalesce(due_at, made_at)) * 1000)::float8 AS "atMs", is_cancelled AS "isCancelled"`;

const RENEW = `
UPDATE job SET leased_until = ${LEASED_UNTIL}, progress = $3, step = $4 WHERE id = $1 AND leased_by = $2
RETURNING is_cancelled AS "isCancelled"`;

// Nobody does it who could be told.
const IS_IDLE = `(state = 'queued' OR leased_until <= now())`;
const CANCEL = `
UPDATE job SET is_cancelled = true, state = CASE WHEN ${IS_IDLE} THEN 'cancelled' ELSE state END,
  finished_at = CASE WHEN ${IS_IDLE} THEN now() END, leased_by = CASE WHEN NOT ${IS_IDLE} THEN leased_by END
WHERE id = $1 AND state IN ('queued', 'running') RETURNING state, tries`;

/** Puts a job into the queue; false where it is there already, for the same time of the same report. */
export async function insertJob(pool: Pool | ClientBase, job: NewJob): Promise<boolean> {
  const { id, kind, title, asked, by, reportId, dueMs } = job;
  const values = [id, kind, title, JSON.stringify(asked), ...valuesOf(by), reportId, dueMs];
  return (await pool.query(INSERT, values)).rowCount === 1;
}

/** Puts a job of a saved report into the queue; false where another one of that report waits or is being done. */
export async function insertAlone(pool: Pool, job: NewJob): Promise<boolean> {
  return onTransaction(pool, async (client) => {
    // Of several who ask at once, one is first.
    await client.query('SELECT FROM report WHERE id = $1 FOR UPDATE', [job.reportId]);
    const { rowCount } = await client.query(OF_REPORT, [job.reportId]);
    const isAlone = rowCount === 0 && (await insertJob(client, job));
    return isAlone;
  });
}

/** How many jobs of an account, by whichever of its tokens, wait or are done now. */
export async function countWaiting(pool: Pool, accountId: string | null): Promise<number> {
  return (await pool.query<{ count: number }>(COUNT_WAITING, [accountId])).rows[0]?.count ?? 0;
}

/** Takes the job that has waited longest, for this lease alone as long as it is renewed; what another process left half done of it is dropped. */
export async function claimJob(
  pool: Pool,
  lease: string,
  kinds: readonly JobKind[],
): Promise<(ClaimedJob & { readonly isCancelled: boolean }) | null> {
  return onTransaction(pool, async (client) => {
    const { rows } = await client.query<ClaimedJob & { readonly isCancelled: boolean }>(CLAIM, [lease, kinds]);
    if (rows[0] && rows[0].tries > 1) await dropFiles(client, [rows[0].id]);
    return rows[0] ?? null;
  });
}

/** Says that a job is still being done, and how far it is. */
export async function renewJob(
  pool: Pool,
  { id, lease }: Pick<ClaimedJob, 'id' | 'lease'>,
  progress: number | null,
  step: string | null,
): Promise<'held' | 'cancelled' | 'lost'> {
  const { rows } = await pool.query<{ isCancelled: boolean }>(RENEW, [id, lease, progress, step]);
  if (!rows[0]) return 'lost';
  return rows[0].isCancelled ? 'cancelled' : 'held';
}

/** Asks for the end of a job: at once where nobody does it, else whoever does it hears of it. False where it is over already. */
export async function cancelJob(pool: Pool, id: string): Promise<boolean> {
  return onTransaction(pool, async (client) => {
    const { rows } = await client.query<{ state: string; tries: number }>(CANCEL, [id]);
    if (rows[0]?.state === 'cancelled' && rows[0].tries > 0) await dropFiles(client, [id]);
    return rows.length === 1;
  });
}

/** Deletes the files of jobs, whole or half written. */
export async function dropFiles(client: ClientBase, ids: readonly string[]): Promise<void> {
  for (const table of ['job_chunk', 'job_file'])
    await client.query(`DELETE FROM ${table} WHERE job_id = ANY ($1::uuid[])`, [ids]);
}
