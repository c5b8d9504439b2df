import type { ClientBase } from 'pg';
import pg from 'pg';

const WAIT_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs a statement that takes a lock; false where it cannot have it soon, so that it is left for the next time: who waits
 * for a lock keeps all others waiting who come after it.
 */
export async function runInTime(client: ClientBase, sql: string): Promise<boolean> {
  await client.query(`SET lock_timeout = ${WAIT_MS}`);
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    await client.query('RESET lock_timeout').catch(() => undefined);
  }
}
