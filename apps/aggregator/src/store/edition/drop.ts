import type { ClientBase } from 'pg';
import pg from 'pg';

const WAIT_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** Runs a statement that drops a piece; false where it is in use, so that it is left for the next time. */
export async function dropInTime(client: ClientBase, sql: string): Promise<boolean> {
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
