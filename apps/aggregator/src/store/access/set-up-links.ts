import type { ClientBase, Pool } from 'pg';

/** Writes a link that sets up an admin, valid for 24 hours. */
export async function insertSetUpLink(pool: Pool | ClientBase, secretHash: Buffer): Promise<void> {
  await pool.query(`INSERT INTO set_up_link (secret_hash, expires_at) VALUES ($1, now() + interval '24 hours')`, [
    secretHash,
  ]);
}

/** Whether a link holds; it goes on to. */
export async function hasSetUpLink(pool: Pool, secretHash: Buffer): Promise<boolean> {
  const found = await pool.query('SELECT FROM set_up_link WHERE secret_hash = $1 AND expires_at > now()', [secretHash]);
  return found.rowCount === 1;
}

/** Uses a link up, and with it all others; answers whether it held. */
export async function useSetUpLink(client: ClientBase, secretHash: Buffer): Promise<boolean> {
  const used = await client.query('DELETE FROM set_up_link WHERE secret_hash = $1 AND expires_at > now()', [
    secretHash,
  ]);
  if (used.rowCount !== 1) return false;
  await client.query('DELETE FROM set_up_link');
  return true;
}
