import type { Pool, PoolClient } from 'pg';
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
