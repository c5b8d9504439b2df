import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { actFor } from '../../apps/aggregator/src/background/asker.js';
import { onBehalfOf } from '../../apps/aggregator/src/query/caller.js';
import { CallerGoneError, onSnapshot, TooSlowError } from '../../apps/aggregator/src/query/snapshot.js';
import { BoundedPool, OverloadedError } from '../../apps/aggregator/src/store/bounded-pool.js';
import { createReaders } from '../../apps/aggregator/src/store/database.js';
import { execute, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startPostgres } from '../support/postgres.js';

describe('questions to the database', () => {
  let database: TestDatabase;
  let readers: pg.Pool;

  beforeAll(async () => {
    database = await startPostgres();
    readers = createReaders(database.url);
  });

  afterAll(() => readers.end());

  const naps = async (client: pg.ClientBase, count: number): Promise<number> => {
    for (let nap = 0; nap < count; nap += 1) await client.query('SELECT pg_sleep(0.1)');
    return count;
  };
  const active = async (): Promise<number> => {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'weir-aggregator-api' AND state = 'active'`;
    return (await execute(database.url, sql)).length;
  };

  it('are answered on one snapshot, which cannot be written to', async () => {
    expect(await onSnapshot(readers, (client) => naps(client, 2))).toBe(2);
    await expect(onSnapshot(readers, (client) => client.query('CREATE TABLE t ()'))).rejects.toThrow('read-only');
  });

  it('are given up when all their statements together take too long, though none of them does', async () => {
    await expect(onSnapshot(readers, (client) => naps(client, 100), 300)).rejects.toThrow(TooSlowError);
    expect(await onSnapshot(readers, (client) => naps(client, 1), 5_000)).toBe(1);
  });

  it('may take as long as those have patience on whose behalf they are asked', async () => {
    const forJob = { left: undefined, scope: null, longestMs: 300 };
    await expect(actFor(forJob, () => onSnapshot(readers, (client) => naps(client, 100)))).rejects.toThrow(
      TooSlowError,
    );
  });

  it('are given up while nothing is asked, too', async () => {
    const slow = onSnapshot(
      readers,
      async (client) => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        return client.query('SELECT 1');
      },
      100,
    );
    await expect(slow).rejects.toThrow(TooSlowError);
  });

  it('end with their caller, on the server too', async () => {
    const left = new AbortController();
    const asked = onBehalfOf(left.signal, () => onSnapshot(readers, (client) => client.query('SELECT pg_sleep(9)')));
    const ended = expect(asked).rejects.toThrow(CallerGoneError);
    await eventually('the server works on it', async () => expect(await active()).toBe(1));
    left.abort();
    await ended;
    await eventually('the server works no more', async () => expect(await active()).toBe(0), 5_000);
  });

  it('of a caller that has left already are not asked', async () => {
    const asked = onBehalfOf(AbortSignal.abort(), () => onSnapshot(readers, (client) => client.query('SELECT 1')));
    await expect(asked).rejects.toThrow(CallerGoneError);
  });

  it('leave the connection usable, or close it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const failing = onSnapshot(readers, (client) => client.query('SELECT 1 / 0'));
      await expect(failing).rejects.toThrow('division by zero');
    }
    expect(await onSnapshot(readers, (client) => naps(client, 1))).toBe(1);
    expect(readers.totalCount).toBeLessThanOrEqual(8);
  });

  it('give the connection back when their caller leaves with the answer', async () => {
    const pidOf = async (): Promise<number> => {
      const caller = new AbortController();
      const ask = (): Promise<pg.QueryResult<{ pid: number }>> =>
        onSnapshot(readers, (client) => client.query('SELECT pg_backend_pid() AS pid'));
      const pid = (await onBehalfOf(caller.signal, ask)).rows[0]?.pid ?? 0;
      caller.abort();
      await eventually('it is given back', async () => expect(readers.idleCount).toBe(readers.totalCount));
      return pid;
    };
    expect(await pidOf()).toBe(await pidOf());
  });

  it('wait for a connection for a time only, and only so many of them', async () => {
    const pool = new BoundedPool({
      connectionString: database.url,
      max: 1,
      mostWaiting: 1,
      connectionTimeoutMillis: 300,
    });
    // The server may be stopped before it heard that nobody is connected any more.
    pool.on('error', () => undefined);
    const client = await pool.connect();
    const waiting = expect(pool.query('SELECT 1')).rejects.toThrow(OverloadedError);
    await expect(pool.query('SELECT 1')).rejects.toThrow(OverloadedError);
    await waiting;
    client.release();
    expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('tell a database that is away from one that is busy', async () => {
    const pool = new BoundedPool({ connectionString: 'postgresql://127.0.0.1:1/weir', max: 1, mostWaiting: 1 });
    await expect(pool.query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await pool.end();
  });
});
