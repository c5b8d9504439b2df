import type { Pool, PoolClient } from 'pg';
import { onConnection } from '../store/connection.js';

/**
 * Runs reads that must agree with each other on one snapshot of the database: between two statements ingest may store a
 * sample, and a roll-up may move one, which would then be counted twice or not at all.
 */
export async function onSnapshot<T>(pool: Pool, read: (client: PoolClient) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const answer = await read(client);
    await client.query('COMMIT');
    return answer;
  });
}
