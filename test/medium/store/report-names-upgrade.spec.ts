import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { setNext, takeDueReport } from '../../../apps/aggregator/src/store/jobs/reports.js';
import { migrate, MIGRATIONS } from '../../../apps/aggregator/src/store/migrate.js';
import { openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { eventually } from '../../support/eventually.js';

const BEFORE = MIGRATIONS.findIndex(({ id }) => id === '0026_report_names');
const FIRST = '11111111-1111-4111-8111-111111111111';
const SECOND = '22222222-1111-4111-8111-111111111111';
const THIRD = '33333333-1111-4111-8111-111111111111';
const FOURTH = '44444444-1111-4111-8111-111111111111';
const SAVE = `
INSERT INTO report (id, name, definition, schedule, is_enabled, scope_key, made_by, made_at, next_at)
VALUES ($1, $2, '{}', '{}', true, '', 'ada', to_timestamp($3), now())`;
const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('names of saved reports of an earlier version', () => {
  const pools: pg.Pool[] = [];
  let url: string;
  let pool: pg.Pool;

  beforeEach(async () => {
    url = await (await startPostgres()).createDatabase();
    await migrate(url, () => undefined, MIGRATIONS.slice(0, BEFORE));
    pool = openPool(url);
    pools.push(pool);
    await pool.query(SAVE, [FIRST, 'Weekly', 1]);
  });

  afterAll(async () => {
    await Promise.all(pools.map((each) => each.end()));
  });

  const names = async (): Promise<string[]> =>
    (await pool.query<{ name: string }>('SELECT name FROM report ORDER BY made_at')).rows.map(({ name }) => name);

  /** Upgrades while a transaction of the version before is open, which ends once the upgrade waits for it. */
  async function upgradeBeside(begin: (client: pg.PoolClient) => Promise<void>, end: typeof begin): Promise<void> {
    const client = await pool.connect();
    await client.query('BEGIN');
    await begin(client);
    const upgraded = migrate(url, () => undefined, MIGRATIONS.slice(0, BEFORE + 1));
    await eventually('the upgrade waits', async () => expect((await pool.query(WAITING)).rowCount).toBe(1));
    await end(client);
    await client.query('COMMIT');
    client.release();
    await upgraded;
  }

  it('are told apart, also of one that is saved meanwhile', async () => {
    await pool.query(SAVE, [SECOND, 'weekly', 2]);
    await upgradeBeside(
      async (client) => {
        await client.query(SAVE, [THIRD, 'WEEKLY', 3]);
      },
      () => Promise.resolve(),
    );
    expect(await names()).toEqual(['Weekly', 'weekly (22222222)', 'WEEKLY (33333333)']);
    await expect(pool.query(SAVE, [FOURTH, 'weeklY', 4])).rejects.toMatchObject({ code: '23505' });
  });

  it('do not keep one from being made that is due', async () => {
    await pool.query(SAVE, [SECOND, 'weekly', 2]);
    await pool.query(`UPDATE report SET next_at = now() + interval '1 day' WHERE id = $1`, [FIRST]);
    let dueId = '';
    await upgradeBeside(
      async (client) => {
        dueId = (await takeDueReport(client))?.id ?? '';
      },
      (client) => setNext(client, dueId, null),
    );
    expect([dueId, await names()]).toEqual([SECOND, ['Weekly', 'weekly (22222222)']]);
  });
});
