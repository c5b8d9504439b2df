import type { Refusal } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { insertNotices, type Notice } from '../alerts/notices.js';
import { onTransaction } from '../connection.js';
import type { ClaimedJob } from './job-row.js';
import { dropFiles } from './queue.js';

type Held = Pick<ClaimedJob, 'id' | 'lease'>;

const OVER = 'finished_at = now(), step = NULL, leased_by = NULL, leased_until = NULL';

const DONE = `UPDATE job SET state = 'done', progress = 1, failed_field = NULL, failed_reason = NULL, ${OVER}`;
const CANCELLED = `UPDATE job SET state = 'cancelled', ${OVER}`;
const FAILED = `UPDATE job SET state = 'failed', failed_field = $3, failed_reason = $4, ${OVER}`;
const LATER = `
UPDATE job SET state = 'queued', failed_field = $3, failed_reason = $4, next_try_at = now() + $5::float8 * interval '1 ms',
  progress = NULL, step = NULL, leased_by = NULL, leased_until = NULL`;
const GIVEN_BACK = `
UPDATE job SET state = 'queued', tries = tries - 1, progress = NULL, step = NULL, leased_by = NULL, leased_until = NULL`;

// Whoever cancelled it in the last second is not told that it failed, or is tried again.
const IF_WANTED = 'WHERE id = $1 AND leased_by = $2 AND NOT is_cancelled';

/** A job is done: its files can be had, and channels are told, or neither. False where somebody cancelled it, or it was taken over. */
export function writeDone(pool: Pool, job: Held, notices: readonly Notice[]): Promise<boolean> {
  return writing(pool, job, `${DONE} ${IF_WANTED}`, [], notices);
}

/** A job was ended by somebody; nothing is left of it. */
export async function writeCancelled(pool: Pool, job: Held): Promise<void> {
  await writing(pool, job, `${CANCELLED} WHERE id = $1 AND leased_by = $2`, [], [], dropFiles);
}

/** A job cannot be done; false as above. */
export function writeFailed(
  pool: Pool,
  job: Held,
  { field, reason }: Refusal,
  notices: readonly Notice[],
): Promise<boolean> {
  return writing(pool, job, `${FAILED} ${IF_WANTED}`, [field, reason], notices, dropFiles);
}

/** A job was not done for something that may pass: it is tried again; false as above. */
export function writeLater(pool: Pool, job: Held, { field, reason }: Refusal, waitMs: number): Promise<boolean> {
  return writing(pool, job, `${LATER} ${IF_WANTED}`, [field, reason, waitMs], [], dropFiles);
}

/** A job is left to another process, at once: this one ends. */
export async function giveBack(pool: Pool, job: Held): Promise<void> {
  await writing(pool, job, `${GIVEN_BACK} WHERE id = $1 AND leased_by = $2`, [], [], dropFiles);
}

async function writing(
  pool: Pool,
  { id, lease }: Held,
  sql: string,
  more: readonly unknown[],
  notices: readonly Notice[],
  also: (client: ClientBase, ids: readonly string[]) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return onTransaction(pool, async (client) => {
    const isHeld = (await client.query(sql, [id, lease, ...more])).rowCount === 1;
    if (isHeld) {
      await insertNotices(client, notices);
      await also(client, [id]);
    }
    return isHeld;
  });
}
