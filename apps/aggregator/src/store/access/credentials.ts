import type { Pool } from 'pg';
import { SESSION_LASTS } from './sessions.js';

/** A session or a token that holds, and the account behind it. */
export interface CredentialRow {
  readonly id: string;
  readonly kind: 'session' | 'token';
  /** Null of a token without an account. */
  readonly accountId: string | null;
  readonly name: string;
  /** The token's own; of a session, null. */
  readonly ownRole: string | null;
  readonly ownScope: unknown;
  /** Those of the account; null where there is none. */
  readonly role: string | null;
  readonly scope: unknown;
  /** When it ends in any case: a session that nobody uses does before. */
  readonly expiresAt: Date;
}

const SESSION = `
SELECT session.id, 'session' AS kind, account.id AS "accountId", account.name, NULL AS "ownRole", NULL::jsonb AS "ownScope",
  account.role, account.scope, session.expires_at AS "expiresAt"
FROM session JOIN account ON account.id = session.account_id
WHERE ${SESSION_LASTS} AND NOT account.is_disabled`;

const TOKEN = `
SELECT api_token.id, 'token' AS kind, account.id AS "accountId", coalesce(account.name, 'local') AS name,
  api_token.role AS "ownRole", api_token.scope AS "ownScope", account.role, account.scope,
  api_token.expires_at AS "expiresAt"
FROM api_token LEFT JOIN account ON account.id = api_token.account_id
WHERE api_token.expires_at > now() AND account.is_disabled IS NOT TRUE`;

// Noted once a minute, and not for each request.
const NOTE = `
WITH of_session AS (
  UPDATE session SET last_seen_at = now() WHERE id = ANY ($1::uuid[]) AND last_seen_at < now() - interval '1 minute'
  RETURNING account_id),
of_token AS (
  UPDATE api_token SET last_used_at = now()
  WHERE id = ANY ($1::uuid[]) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute') RETURNING account_id)
UPDATE account SET last_seen_at = now() WHERE id IN (SELECT account_id FROM of_session UNION SELECT account_id FROM of_token)`;

/** Reads the credential of a secret; null where there is none that holds. */
export async function readCredential(
  pool: Pool,
  kind: CredentialRow['kind'],
  secretHash: Buffer,
): Promise<CredentialRow | null> {
  const sql = `${kind === 'session' ? SESSION : TOKEN} AND secret_hash = $1`;
  return (await pool.query<CredentialRow>(sql, [secretHash])).rows[0] ?? null;
}

/** Reads those of the credentials that still hold. */
export async function readCredentials(pool: Pool, ids: readonly string[]): Promise<CredentialRow[]> {
  const sql = `${SESSION} AND session.id = ANY ($1::uuid[]) UNION ALL ${TOKEN} AND api_token.id = ANY ($1::uuid[])`;
  return (await pool.query<CredentialRow>(sql, [ids])).rows;
}

/** Notes that credentials were used, and their accounts seen. */
export async function noteUse(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query(NOTE, [ids]);
}
