import type { Pool, PoolClient } from 'pg';

/**
 * Runs reads that must agree with each other on one snapshot of the database: between two statements ingest may store a
 * sample, and a roll-up may move one, which would then be counted twice or not at all.
 */
export async function onSnapshot<T>(pool: Pool, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const answer = await read(client);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed in mid-transaction is closed, not handed to the next request.
    client.release(broken);
  }
}
