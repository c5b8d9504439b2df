import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Edition } from './edition/edition.js';

/** Runs something on a connection of its own. Where that fails, the connection is closed, with whatever transaction it left open. */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    const done = await work(client);
    broken = false;
    return done;
  } finally {
    client.release(broken);
  }
}

/** The same for work on pieces of tables: after a failure the database may be a restored one, which has other pieces. */
export async function onPieces<T>(pool: Pool, edition: Edition, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    return await onConnection(pool, work);
  } catch (error) {
    edition.forget();
    throw error;
  }
}

/** Runs something on a connection of its own as one transaction: where it fails, nothing of it is written. */
export function onTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return onConnection(pool, (client) => inTransaction(client, () => work(client)));
}

/** Runs something as one transaction on a connection that is in none, and is in none afterwards, whatever came of it. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const done = await work();
    await client.query('COMMIT');
    return done;
  } catch (error) {
    // Of a lost connection that fails too; why it was lost is what is to be told.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
