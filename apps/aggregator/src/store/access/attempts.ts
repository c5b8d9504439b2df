import type { Pool } from 'pg';

/** How attempts of a kind are slowed down. */
export interface Slowing {
  /** So many failures in a row cost nothing. */
  readonly free: number;
  /** Each after that doubles the wait, from one second up to this. */
  readonly longestSeconds: number;
}

/** Whoever did not try for so long begins anew. */
const FORGOTTEN_AFTER = `interval '1 hour'`;

// It counts as a failure before it is looked at, so that many at once are no way around it.
const TRY = `
INSERT INTO sign_in_attempt AS known (key, failures, last_at, blocked_until) VALUES ($1, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET last_at = now(),
  failures = CASE WHEN known.last_at < now() - ${FORGOTTEN_AFTER} THEN 1 ELSE known.failures + 1 END,
  blocked_until = CASE WHEN known.last_at < now() - ${FORGOTTEN_AFTER} OR known.failures < $2 THEN now()
    ELSE now() + least($3::float8, 2 ^ least(known.failures - $2, 30)) * interval '1 second' END
WHERE known.blocked_until <= now()
RETURNING true`;

const WAIT = `
SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::int AS seconds FROM sign_in_attempt WHERE key = $1`;

/** Counts an attempt; answers for how many seconds no other is taken, 0 where this one is. */
export async function beginAttempt(pool: Pool, key: Buffer, { free, longestSeconds }: Slowing): Promise<number> {
  if ((await pool.query(TRY, [key, free, longestSeconds])).rowCount === 1) return 0;
  return (await pool.query<{ seconds: number }>(WAIT, [key])).rows[0]?.seconds ?? 1;
}

/** Forgets what failed before. */
export async function forgetAttempts(pool: Pool, key: Buffer): Promise<void> {
  await pool.query('DELETE FROM sign_in_attempt WHERE key = $1', [key]);
}

/** Takes back one attempt that was no failure. What is to be waited for stays: else one's own account would let one guess at others. */
export async function takeBackAttempt(pool: Pool, key: Buffer): Promise<void> {
  await pool.query('UPDATE sign_in_attempt SET failures = greatest(0, failures - 1) WHERE key = $1', [key]);
}
