import type { Pool } from 'pg';
import { onTransaction } from '../connection.js';
import { lockId } from '../lock-id.js';

/** Does what has to know all keys that are revoked, up to so long ago; one process at a time, so that none knows fewer than the one before. */
export async function withRevokedKeys(
  pool: Pool,
  withinMs: number,
  work: (publicKeys: readonly string[]) => Promise<void>,
): Promise<void> {
  await onTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockId('telling of revoked keys')]);
    const { rows } = await client.query<{ public_key: string }>(
      `SELECT public_key FROM revoked_key WHERE due_at BETWEEN now() - $1 * interval '1 ms' AND now()`,
      [withinMs],
    );
    await work(rows.map(({ public_key }) => public_key));
  });
}
