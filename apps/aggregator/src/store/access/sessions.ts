import type { ClientBase, Pool } from 'pg';

/** Someone who is signed in in a browser. */
export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly userName: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When it ends if nobody uses it any more. */
  readonly expiresAt: Date;
  readonly address: string;
  readonly browser: string;
}

/** What a session is made of. */
export interface NewSession {
  readonly accountId: string;
  readonly secretHash: Buffer;
  readonly address: string;
  readonly browser: string;
}

/** Unused for so long it is over, and so long after it began in any case. */
export const IDLE_SQL = `interval '7 days'`;
const LONGEST_SQL = `interval '30 days'`;

/** SQL: whether a session is not over. */
export const SESSION_LASTS = `session.expires_at > now() AND session.last_seen_at > now() - ${IDLE_SQL}`;

const INSERT = `
WITH seen AS (UPDATE account SET last_seen_at = now() WHERE id = $1)
INSERT INTO session (account_id, secret_hash, expires_at, address, browser)
VALUES ($1, $2, now() + ${LONGEST_SQL}, $3, $4)`;

const SELECT = `
SELECT session.id, session.account_id AS "accountId", account.name AS "userName", session.created_at AS "createdAt",
  session.last_seen_at AS "lastSeenAt", least(session.expires_at, session.last_seen_at + ${IDLE_SQL}) AS "expiresAt",
  session.address, session.browser
FROM session JOIN account ON account.id = session.account_id
WHERE ${SESSION_LASTS} AND ($1::uuid IS NULL OR account_id = $1)
ORDER BY session.last_seen_at DESC, session.id LIMIT 500`;

/** Begins a session. */
export async function insertSession(pool: Pool, session: NewSession): Promise<void> {
  const { accountId, secretHash, address, browser } = session;
  await pool.query(INSERT, [accountId, secretHash, address, browser]);
}

/** Reads the sessions that last, of one account or of all (null), those used last first, 500 at most. */
export async function readSessions(pool: Pool, accountId: string | null): Promise<SessionRow[]> {
  return (await pool.query<SessionRow>(SELECT, [accountId])).rows;
}

/** Ends a session, of one account or of any (null); answers whose it was, or null where there is none. */
export async function deleteSession(pool: Pool, id: string, accountId: string | null): Promise<string | null> {
  const { rows } = await pool.query<{ name: string }>(
    `DELETE FROM session USING account WHERE session.id = $1 AND account.id = account_id AND ($2::uuid IS NULL OR account_id = $2)
     RETURNING account.name`,
    [id, accountId],
  );
  return rows[0]?.name ?? null;
}

/** Ends the session of a secret, if there is one. */
export async function deleteSessionOf(pool: Pool, secretHash: Buffer): Promise<void> {
  await pool.query('DELETE FROM session WHERE secret_hash = $1', [secretHash]);
}

/** Ends all sessions of an account, but for one where it is named. */
export async function deleteSessionsOf(
  client: ClientBase | Pool,
  accountId: string,
  but: string | null,
): Promise<void> {
  await client.query('DELETE FROM session WHERE account_id = $1 AND id IS DISTINCT FROM $2::uuid', [accountId, but]);
}
