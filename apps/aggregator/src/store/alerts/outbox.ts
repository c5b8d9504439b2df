import type { Pool } from 'pg';

/** A message that is to be sent by a channel. Times are ms since 1970. */
export interface OutboxRow {
  readonly id: string;
  readonly channel: string;
  readonly kind: string;
  readonly message: unknown;
  readonly incidentIds: readonly string[];
  /** What it begins, goes on with or ends: it is sent after earlier ones of these. */
  readonly threads: readonly string[];
  readonly madeMs: number;
}

/** One that this process is to send now. */
export interface LeasedRow {
  readonly id: string;
  readonly channel: string;
  readonly message: unknown;
  readonly madeMs: number;
  /** How often it was tried before. */
  readonly tries: number;
}

/** What came of a try: exactly one of `answer`, `waitMs` until the next, and neither, which is given up. */
export interface Tried {
  readonly answer: string | null;
  readonly field: string | null;
  readonly reason: string | null;
  readonly waitMs: number | null;
}

/** Renewed while it is being sent: whoever is gone for so long has lost it. */
export const LEASE_SECONDS = 20;

const WAITS = 'sent_at IS NULL AND given_up_at IS NULL';

// A row that another sender took a moment ago is looked at once more as it is then, but by its own columns alone.
// One at a time a channel, the oldest first: one that answers slowly holds up no other. What ends something does not come before what
// began it, whichever of them fails.
const LEASE = `
WITH leased AS MATERIALIZED (
  SELECT channel.name, next.id FROM channel CROSS JOIN LATERAL (
    SELECT due.id FROM outbox AS due
    WHERE due.channel = channel.name AND due.sent_at IS NULL AND due.given_up_at IS NULL AND due.next_try_at <= now()
      AND (due.leased_until IS NULL OR due.leased_until <= now()) AND NOT EXISTS (
        SELECT FROM outbox AS earlier WHERE earlier.channel = due.channel AND earlier.sent_at IS NULL AND earlier.given_up_at IS NULL
          AND (earlier.leased_until > now() OR (earlier.position < due.position AND earlier.threads && due.threads)))
    ORDER BY due.position LIMIT 1 FOR UPDATE SKIP LOCKED) AS next
  WHERE channel.is_enabled)
UPDATE outbox SET leased_until = now() + interval '${LEASE_SECONDS} seconds', leased_by = $1, tried_at = now(), tries = tries + 1
FROM leased WHERE outbox.id = leased.id AND outbox.channel = leased.name
RETURNING outbox.id, outbox.channel, outbox.message, (extract(epoch FROM outbox.made_at) * 1000)::float8 AS "madeMs",
  outbox.tries - 1 AS tries`;

const MARK = `
UPDATE outbox SET leased_until = NULL, leased_by = NULL, answer = $4, failed_field = $5, failed_reason = $6,
  sent_at = CASE WHEN $4::text IS NOT NULL THEN now() END,
  next_try_at = coalesce(now() + $7::float8 * interval '1 ms', next_try_at),
  given_up_at = CASE WHEN $4::text IS NULL AND $7::float8 IS NULL THEN now() END
WHERE id = $1 AND channel = $2 AND leased_by = $3 AND ${WAITS}`;

/** Takes a message of each channel that is due, for this process alone as long as it renews that. */
export async function leaseMessages(pool: Pool, by: string): Promise<LeasedRow[]> {
  return (await pool.query<LeasedRow>(LEASE, [by])).rows;
}

/** Says that a message is still being sent. */
export async function renewLease(
  pool: Pool,
  by: string,
  { id, channel }: Pick<LeasedRow, 'id' | 'channel'>,
): Promise<void> {
  await pool.query(
    `UPDATE outbox SET leased_until = now() + interval '${LEASE_SECONDS} seconds'
     WHERE id = $1 AND channel = $2 AND leased_by = $3`,
    [id, channel, by],
  );
}

/** Notes what came of a try. */
export async function markTried(
  pool: Pool,
  by: string,
  { id, channel }: Pick<LeasedRow, 'id' | 'channel'>,
  { answer, field, reason, waitMs }: Tried,
): Promise<void> {
  await pool.query(MARK, [id, channel, by, answer, field, reason, waitMs]);
}

/** A channel works again: what failed before is tried at once. */
export async function retryChannel(pool: Pool, channel: string): Promise<void> {
  await pool.query(
    `UPDATE outbox SET next_try_at = now() WHERE channel = $1 AND tries > 0 AND next_try_at > now() AND ${WAITS}`,
    [channel],
  );
}
