import type { ClientBase, Pool } from 'pg';

/** Never lets a key in again: its credentials are taken back after so long. Once is enough. */
export async function revokeKey(client: ClientBase, publicKey: string, hostId: string, afterMs: number): Promise<void> {
  await client.query(
    `INSERT INTO revoked_key (public_key, host_uuid, due_at) VALUES ($1, $2, now() + $3 * interval '1 ms')
     ON CONFLICT (public_key) DO UPDATE SET due_at = least(revoked_key.due_at, excluded.due_at)`,
    [publicKey, hostId, afterMs],
  );
}

/** All keys of a host are to be taken back now, also the one that another replaced a moment ago. */
export async function hastenKeys(client: ClientBase, hostId: string): Promise<void> {
  await client.query('UPDATE revoked_key SET due_at = least(due_at, now()) WHERE host_uuid = $1', [hostId]);
}

/** Whether a key was revoked, or replaced. */
export async function isRevokedKey(client: ClientBase, publicKey: string): Promise<boolean> {
  return ((await client.query('SELECT FROM revoked_key WHERE public_key = $1', [publicKey])).rowCount ?? 0) > 0;
}

/** Keys whose credentials are to be taken back now. */
export async function readDueKeys(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ public_key: string }>(
    'SELECT public_key FROM revoked_key WHERE taken_back_at IS NULL AND due_at <= now() ORDER BY due_at',
  );
  return rows.map(({ public_key }) => public_key);
}

/** Notes that a key's credentials are taken back. */
export async function noteTakenBack(pool: Pool, publicKey: string): Promise<void> {
  await pool.query('UPDATE revoked_key SET taken_back_at = now() WHERE public_key = $1', [publicKey]);
}
