import type { Pool } from 'pg';
import { onTransaction } from '../connection.js';
import type { ClaimedJob } from './job-row.js';
import { dropFiles } from './queue.js';

/** Files are kept in pieces of this size, the last of a file apart. */
export const CHUNK_BYTES = 1024 * 1024;
/** What is read at a time: bytes come as text, and small texts are soon forgotten. */
const READ_BYTES = 64 * 1024;
/** So long files can be had. */
export const FILES_KEPT_DAYS = 30;
/** All files together; what goes first is said at {@link GONE}. */
export const MOST_BYTES_KEPT = 5 * 1024 ** 3;
const JOBS_KEPT_DAYS = 400;

/** A file that a job made. */
export interface JobFile {
  readonly jobId: string;
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: number;
  readonly sha256: Buffer;
}

// Who lost the job meanwhile writes nothing more of it: whoever takes it over waits for this row, and then drops all.
const HELD = `(SELECT FROM job WHERE id = $1 AND leased_by = $2 FOR SHARE) AS held`;
const WRITE_CHUNK = `INSERT INTO job_chunk (job_id, name, position, data) SELECT $1, $3, $4, $5 FROM ${HELD}`;
const WRITE_FILE = `INSERT INTO job_file (job_id, name, type, bytes, sha256) SELECT $1, $3, $4, $5, $6 FROM ${HELD}`;

const COLUMNS = 'job_id AS "jobId", name, type, bytes::float8 AS bytes, sha256';
const FILES = `
SELECT ${COLUMNS} FROM job_file JOIN job ON job.id = job_id WHERE job_id = ANY ($1::uuid[]) AND state = 'done' ORDER BY name`;
const PIECE = 'SELECT substr(data, $4, $5) AS data FROM job_chunk WHERE job_id = $1 AND name = $2 AND position = $3';

// What saved reports made is kept longest. Of the rest, and of these, whoever holds most loses their oldest first: nobody's files go for
// those of somebody who holds more.
const GONE = `
WITH held AS (
  SELECT job.id, account_id, report_id IS NULL AS is_once, finished_at, sum(bytes) AS bytes
  FROM job JOIN job_file ON job_id = job.id WHERE state = 'done' GROUP BY job.id),
owned AS (
  SELECT *, sum(bytes) OVER (PARTITION BY is_once, account_id ORDER BY finished_at DESC, id) AS of_owner FROM held),
kept AS (
  SELECT id, finished_at, sum(bytes) OVER (ORDER BY is_once, of_owner, finished_at DESC, id) AS until_here FROM owned)
UPDATE job SET files_gone_at = now() FROM kept
WHERE job.id = kept.id
  AND (until_here > ${MOST_BYTES_KEPT} OR kept.finished_at < now() - interval '${FILES_KEPT_DAYS} days')
RETURNING job.id`;
const FORGET = `DELETE FROM job WHERE finished_at < now() - interval '${JOBS_KEPT_DAYS} days'`;

/** Writes a piece of a file; false where the job was taken over by another process. */
export async function writeChunk(
  pool: Pool,
  { id, lease }: Pick<ClaimedJob, 'id' | 'lease'>,
  name: string,
  position: number,
  data: Buffer,
): Promise<boolean> {
  return (await pool.query(WRITE_CHUNK, [id, lease, name, position, data])).rowCount === 1;
}

/** Notes that all of a file is written; false where the job was taken over. */
export async function writeFile(
  pool: Pool,
  { id, lease }: Pick<ClaimedJob, 'id' | 'lease'>,
  { name, type, bytes, sha256 }: Omit<JobFile, 'jobId'>,
): Promise<boolean> {
  return (await pool.query(WRITE_FILE, [id, lease, name, type, bytes, sha256])).rowCount === 1;
}

/** The files of jobs that are done, by name. */
export async function readFiles(pool: Pool, jobIds: readonly string[]): Promise<JobFile[]> {
  return (await pool.query<JobFile>(FILES, [jobIds])).rows;
}

/** A file piece by piece, as it is taken; null where it goes meanwhile, once. */
export async function* piecesOf(pool: Pool, { jobId, name, bytes }: JobFile): AsyncGenerator<Buffer | null> {
  for (let from = 0; from < bytes;) {
    const place = [Math.floor(from / CHUNK_BYTES), (from % CHUNK_BYTES) + 1, READ_BYTES];
    const { rows } = await pool.query<{ data: Buffer }>(PIECE, [jobId, name, ...place]);
    const data = rows[0]?.data ?? null;
    yield data;
    if (!data) return;
    from += data.length;
  }
}

/** Deletes files that are too old or too many, and forgets jobs that ended 400 days ago. */
export async function tidyJobs(pool: Pool): Promise<void> {
  await onTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(GONE);
    await dropFiles(
      client,
      rows.map(({ id }) => id),
    );
  });
  await pool.query(FORGET);
}

/** All of a small file; null where it is gone. */
export async function readWhole(pool: Pool, jobId: string, name: string): Promise<Buffer | null> {
  const sql = 'SELECT data FROM job_chunk WHERE job_id = $1 AND name = $2 ORDER BY position';
  const { rows } = await pool.query<{ data: Buffer }>(sql, [jobId, name]);
  return rows.length === 0 ? null : Buffer.concat(rows.map(({ data }) => data));
}
