import type { ClientBase, Pool } from 'pg';
import { onTransaction } from '../connection.js';

/** Somebody who may sign in. */
export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly scope: unknown;
  readonly isDisabled: boolean;
  /** Whether it signs in by a password, else by OpenID Connect. */
  readonly hasPassword: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
}

/** What an account is made of. */
export interface NewAccount {
  readonly name: string;
  readonly role: string;
  readonly scope: object | null;
  readonly passwordHash: string | null;
}

/** What of an account changes; what is left out stays. A scope of null is all hosts. */
export interface AccountChange {
  readonly role?: string;
  readonly scope?: object | null;
  readonly isDisabled?: boolean;
  readonly passwordHash?: string;
}

const COLUMNS = `id, name, role, scope, is_disabled AS "isDisabled", password_hash IS NOT NULL AS "hasPassword",
  created_at AS "createdAt", last_seen_at AS "lastSeenAt"`;

const INSERT = `
INSERT INTO account (name, role, scope, password_hash) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const UPDATE = `
UPDATE account SET role = coalesce($2, role), scope = CASE WHEN $3 THEN $4::jsonb ELSE scope END,
  is_disabled = coalesce($5, is_disabled), password_hash = coalesce($6, password_hash)
WHERE id = $1 RETURNING ${COLUMNS}`;

const HAS_ADMIN = `SELECT EXISTS (SELECT FROM account WHERE role = 'admin' AND NOT is_disabled) AS there`;

/** Reads all accounts, by name. */
export async function readAccounts(pool: Pool): Promise<AccountRow[]> {
  return (await pool.query<AccountRow>(`SELECT ${COLUMNS} FROM account ORDER BY lower(name)`)).rows;
}

/** Reads one account; null where there is none. */
export async function readAccount(pool: Pool | ClientBase, id: string): Promise<AccountRow | null> {
  return (await pool.query<AccountRow>(`SELECT ${COLUMNS} FROM account WHERE id = $1`, [id])).rows[0] ?? null;
}

/** Whether there is any account. */
export async function hasAccount(pool: Pool): Promise<boolean> {
  return (await pool.query('SELECT FROM account LIMIT 1')).rowCount === 1;
}

/** An account by name in any case, with the hash of its password; null where there is none. */
export async function readPassword(
  pool: Pool | ClientBase,
  name: string,
): Promise<(Pick<AccountRow, 'id' | 'name' | 'isDisabled'> & { readonly passwordHash: string | null }) | null> {
  // PostgreSQL throws at such a text, and keeps none: nobody is called that.
  if (name.includes('\0')) return null;
  const { rows } = await pool.query<{ id: string; name: string; isDisabled: boolean; passwordHash: string | null }>(
    `SELECT id, name, is_disabled AS "isDisabled", password_hash AS "passwordHash" FROM account WHERE lower(name) = lower($1)`,
    [name],
  );
  return rows[0] ?? null;
}

/** Makes an account; null where its name is taken, in whatever case. */
export async function insertAccount(pool: Pool | ClientBase, account: NewAccount): Promise<AccountRow | null> {
  const { name, role, scope, passwordHash } = account;
  const values = [name, role, scope && JSON.stringify(scope), passwordHash];
  return (await pool.query<AccountRow>(INSERT, values)).rows[0] ?? null;
}

/** Changes an account; null where there is none. */
export async function updateAccount(client: ClientBase, id: string, change: AccountChange): Promise<AccountRow | null> {
  const { role, scope, isDisabled, passwordHash } = change;
  const values = [
    ...[id, role ?? null, scope !== undefined, scope ? JSON.stringify(scope) : null],
    ...[isDisabled ?? null, passwordHash ?? null],
  ];
  return (await client.query<AccountRow>(UPDATE, values)).rows[0] ?? null;
}

/** Deletes an account with its sessions and tokens; answers it as it was. */
export async function deleteAccount(client: ClientBase, id: string): Promise<AccountRow | null> {
  return (
    (await client.query<AccountRow>(`DELETE FROM account WHERE id = $1 RETURNING ${COLUMNS}`, [id])).rows[0] ?? null
  );
}

/** What a change of accounts would leave nobody for. */
export class NoAdminLeft extends Error {}

/**
 * Changes accounts, one change at a time; throws NoAdminLeft, and changes nothing, where afterwards no enabled admin were left
 * although there was one.
 */
export async function changingAccounts<T>(pool: Pool, change: (client: ClientBase) => Promise<T>): Promise<T> {
  return onTransaction(pool, async (client) => {
    await client.query('LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE');
    const before = await hasAdmin(client);
    const done = await change(client);
    if (before && !(await hasAdmin(client))) throw new NoAdminLeft();
    return done;
  });
}

async function hasAdmin(client: ClientBase): Promise<boolean> {
  return (await client.query<{ there: boolean }>(HAS_ADMIN)).rows[0]?.there === true;
}
