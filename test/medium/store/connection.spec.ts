import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { inTransaction, onTransaction } from '../../../apps/aggregator/src/store/connection.js';
import { execute, openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';

describe('a transaction', () => {
  let url: string;
  let pool: pg.Pool;

  beforeAll(async () => {
    url = await (await startPostgres()).createDatabase();
    await execute(url, 'CREATE TABLE told (what text UNIQUE)');
    pool = openPool(url);
    pool.on('connect', (client) => client.on('error', () => undefined));
  });

  afterAll(() => pool.end());

  const told = async () => (await execute(url, 'SELECT what FROM told ORDER BY what')).map(({ what }) => what);
  const INSERT = 'INSERT INTO told VALUES ($1)';

  it('is written whole, and hands on what it made', async () => {
    const made = await onTransaction(pool, async (client) => {
      await client.query(INSERT, ['a']);
      expect(await told()).toEqual([]);
      return 7;
    });
    expect([made, await told()]).toEqual([7, ['a']]);
  });

  it('that fails is not written at all, and tells why', async () => {
    const failing = onTransaction(pool, async (client) => {
      await client.query(INSERT, ['b']);
      await client.query(INSERT, ['a']);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    expect(await told()).toEqual(['a']);
  });

  it('that fails leaves its connection to be used', async () => {
    const client = await pool.connect();
    const failing = inTransaction(client, async () => {
      await client.query(INSERT, ['b']);
      throw new Error('of our own');
    });
    await expect(failing).rejects.toThrow('of our own');
    await client.query(INSERT, ['c']);
    client.release();
    expect(await told()).toEqual(['a', 'c']);
  });

  it('whose connection is lost tells of that, and of nothing that comes of it', async () => {
    const failing = onTransaction(pool, (client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(failing).rejects.toThrow(/terminating connection/);
    expect(await told()).toEqual(['a', 'c']);
  });
});
