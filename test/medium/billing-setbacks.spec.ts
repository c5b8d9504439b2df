import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cyclesOfAll } from '../../apps/aggregator/src/billing/quota-cycles.js';
import { QuotaQuery } from '../../apps/aggregator/src/billing/quota.query.js';
import { Accounting } from '../../apps/aggregator/src/billing/accounting.js';
import { saveQuota } from '../../apps/aggregator/src/billing/quotas.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { openPool } from '../support/database.js';
import { startPostgres } from '../support/postgres.js';

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

/** On a database in which nobody else counts. */
describe('a quota that takes too long to count', () => {
  let pool: pg.Pool;
  let readers: pg.Pool;
  let asked = 0;

  const query = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(sql)).rows;
  const countedNames = async (): Promise<unknown[]> =>
    (await query('SELECT name FROM quota_day JOIN quota ON id = quota_id ORDER BY name')).map(({ name }) => name);
  const save = async (name: string, subject: { kind: string; host?: string; name?: string }): Promise<void> => {
    const cycle = { kind: 'monthly', timeZone: 'UTC' };
    expect(await saveQuota(pool, null, { name, subject, cycle, measure: 'sum' })).toMatchObject({ ok: true });
  };

  beforeAll(async () => {
    const database = await startPostgres();
    await migrate(database.url, () => undefined);
    pool = openPool(database.url);
    readers = new pg.Pool({ connectionString: database.url, statement_timeout: 500 });
    readers.on('error', () => undefined);
    readers.on('acquire', () => (asked += 1));
    const [host] = await query(
      `INSERT INTO host (id, name, first_seen, last_seen) VALUES (gen_random_uuid(), 'alpha', now(), now()) RETURNING id::text`,
    );
    await save('slow', { kind: 'container', name: 'web' });
    await save('slow too', { kind: 'container', name: 'db' });
    await save('swift', { kind: 'host', host: String(host?.['id']) });
  });
  afterAll(async () => {
    await readers.end();
    await pool.end();
  });

  it('keeps no other waiting, is tried later, and told as long as it lasts', async () => {
    const accounting = new Accounting(pool, readers);
    const client = await pool.connect();
    await client.query('BEGIN; LOCK TABLE container IN ACCESS EXCLUSIVE MODE');
    try {
      await expect(accounting.round(NEVER)).rejects.toThrow(/^slow, slow too: .*statement timeout/);
      expect(await countedNames()).toEqual(['swift']);
    } finally {
      await client.query('COMMIT');
      client.release();
    }
    const before = asked;
    await expect(accounting.round(NEVER)).rejects.toThrow(/^slow, slow too/);
    expect(asked).toBe(before);
    // To another process nothing of it is known: it tries at once.
    await new Accounting(pool, readers).round(NEVER);
    expect(await countedNames()).toEqual(['slow', 'slow too', 'swift']);
  });

  it('is read with the others, thousands of cycles by one statement', async () => {
    const nowMs = Date.now();
    const since = async (fromMs: number): Promise<[unknown[], number]> => {
      const quotas = await new QuotaQuery(readers).all();
      const before = asked;
      const told = await cyclesOfAll(quotas, { fromMs, toMs: nowMs });
      return [told.map(({ quota, cycle }) => [quota.name, cycle.isClosed]), asked - before];
    };
    const underWay = ['slow', 'slow too', 'swift'].map((name) => [name, false]);
    expect(await since(nowMs - 40 * DAY_MS)).toEqual([underWay, 1]);
    // Of every day of five years they are more than one statement reads.
    await query(`UPDATE quota SET given = jsonb_set(given, '{cycle,kind}', '"daily"')`);
    expect(await since(nowMs - 5 * 365 * DAY_MS)).toEqual([underWay, 2]);
  });
});
