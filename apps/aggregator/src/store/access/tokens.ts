import type { Pool } from 'pg';

/** A token for programs. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  /** Null of one that was made by who was signed in locally. */
  readonly accountId: string | null;
  readonly ownerName: string;
  readonly role: string;
  readonly scope: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What a token is made of. */
export interface NewToken {
  readonly accountId: string | null;
  readonly name: string;
  readonly secretHash: Buffer;
  readonly role: string;
  readonly scope: object | null;
  readonly expiresAt: Date;
}

/** Whose tokens: of one account, of who is signed in locally (null), or of all. */
export type Owner = { readonly accountId: string | null } | 'all';

const SELECT = `
SELECT api_token.id, api_token.name, api_token.account_id AS "accountId", coalesce(account.name, 'local') AS "ownerName",
  api_token.role, api_token.scope, api_token.created_at AS "createdAt", api_token.expires_at AS "expiresAt",
  api_token.last_used_at AS "lastUsedAt"
FROM api_token LEFT JOIN account ON account.id = api_token.account_id`;

const IS_OWNERS = '($2 OR account_id IS NOT DISTINCT FROM $1::uuid)';

/** Reads tokens, the newest first; those that expired too, as long as they are kept. */
export async function readTokens(pool: Pool, owner: Owner): Promise<TokenRow[]> {
  const sql = `${SELECT} WHERE ${IS_OWNERS} ORDER BY api_token.created_at DESC, api_token.id LIMIT 1000`;
  return (await pool.query<TokenRow>(sql, valuesOf(owner))).rows;
}

/** How many tokens an owner has. */
export async function countTokens(pool: Pool, accountId: string | null): Promise<number> {
  const sql = 'SELECT count(*)::int AS count FROM api_token WHERE account_id IS NOT DISTINCT FROM $1::uuid';
  return (await pool.query<{ count: number }>(sql, [accountId])).rows[0]?.count ?? 0;
}

/** Makes a token. */
export async function insertToken(pool: Pool, token: NewToken): Promise<TokenRow> {
  const { accountId, name, secretHash, role, scope, expiresAt } = token;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO api_token (account_id, name, secret_hash, role, scope, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [accountId, name, secretHash, role, scope && JSON.stringify(scope), expiresAt],
  );
  const [made] = (await pool.query<TokenRow>(`${SELECT} WHERE api_token.id = $1`, [rows[0]?.id])).rows;
  if (!made) throw new Error('a token was written and is not there');
  return made;
}

/** Deletes a token; answers its name, or null where there is none. */
export async function deleteToken(pool: Pool, id: string, owner: Owner): Promise<string | null> {
  const sql = `DELETE FROM api_token WHERE ${IS_OWNERS} AND id = $3 RETURNING name`;
  return (await pool.query<{ name: string }>(sql, [...valuesOf(owner), id])).rows[0]?.name ?? null;
}

function valuesOf(owner: Owner): [string | null, boolean] {
  return owner === 'all' ? [null, true] : [owner.accountId, false];
}
