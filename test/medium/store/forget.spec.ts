import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { forgetGone, forgetStateSeries } from '../../../apps/aggregator/src/store/forget.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { applyRetention } from '../../../apps/aggregator/src/store/rollup/retention.js';
import { applyStateRetention } from '../../../apps/aggregator/src/store/states/retention.js';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { packRecent } from '../../support/packed.js';
import { startPostgres } from '../../support/postgres.js';
import { arrivalOf, eight, FakeAgent, inventoryOf, stateOf } from './fake-agent.js';
import { openPool } from '../../support/database.js';

const DAY_MS = 86_400_000;
const T0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
/** Days are dropped in pieces of ten years: the one of today has ended by then. */
const TEN_YEARS_MS = 3_640 * DAY_MS;
const LATER = (Math.floor(T0 / TEN_YEARS_MS) + 2) * TEN_YEARS_MS;
const LATELY = new Date(LATER - 31 * DAY_MS);
const [NIC, CONTAINER_NIC] = ['host/eth0', 'aaaaaaaaaaaa/eth0'] as const;
const CONTAINER = 'c'.repeat(64);

const arrival = (content: Content): Arrival => arrivalOf(content, T0 + 60_000);

describe('what is gone', () => {
  const [living, gone] = [new FakeAgent(), new FakeAgent()];
  let pool: pg.Pool;
  let edition: Edition;
  let writer: BatchWriter;

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
    edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
    for (const agent of [living, gone]) await live(agent);
    await packRecent(pool, edition);
  });

  afterAll(() => pool.end());

  /** Two lives of an agent, in the second of which a container has gone with its network. */
  async function live(agent: FakeAgent): Promise<void> {
    const { host } = agent;
    const names = { stack: null, service: null, pod: null, podNamespace: null, workload: null, labels: {} };
    const place = { image: 'nginx', namespace: 'aaaaaaaaaaaa', hostNetwork: false, startedAt: T0 };
    const containers = [{ id: CONTAINER, name: 'web', ...place, ...names }];
    const network = { id: 'n1', name: 'shop', driver: 'bridge', internal: false, subnets: [], bridge: null };
    const told = { ids: [CONTAINER], cpuMs: [1], memoryBytes: [1], memoryLimitBytes: [null] };
    const event = { v: 1, host, at: T0, kind: 'x', subject: 'y', before: null, after: null, text: 'z' } as const;
    const tick = (second: number): Arrival => {
      const message = agent.tick(T0 + second * 1_000, { [NIC]: eight(1), [CONTAINER_NIC]: eight(1) });
      return arrival({ kind: 'traffic', message });
    };
    await writer.write([
      tick(1),
      arrival({
        kind: 'inventory',
        message: inventoryOf(host, T0, [NIC, CONTAINER_NIC], { containers, networks: [network] }),
      }),
      arrival({ kind: 'state', message: stateOf(agent, T0 + 10_000, { containers: told }) }),
      arrival({ kind: 'event', message: event }),
    ]);
    agent.restart();
    await writer.write([tick(2), arrival({ kind: 'inventory', message: inventoryOf(host, T0 + 20_000, [NIC]) })]);
  }

  async function retain(): Promise<void> {
    await applyStateRetention(pool, edition, LATER);
    await applyRetention(pool, edition, LATER);
    await forgetStateSeries(pool);
    await forgetGone(pool);
  }

  const TABLES = ['host', 'series', 'counter_base', 'container', 'network', 'run', 'state_series', 'event'];
  async function counts(): Promise<Record<string, number>> {
    const rows = TABLES.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ');
    return (await pool.query<Record<string, number>>(`SELECT ${rows}`)).rows[0] ?? {};
  }

  it('is kept as long as anything told of it is, but for lives of agents that later ones followed', async () => {
    const before = { host: 2, series: 4, counter_base: 4, container: 2, network: 2, run: 4, state_series: 2, event: 2 };
    expect(await counts()).toEqual(before);
    await pool.query(
      `UPDATE state_series SET told_at = $2 FROM host WHERE host.host_id = state_series.host_id AND id = $1`,
      [living.host, LATELY],
    );
    const last = [living.run, gone.run];
    await pool.query(`UPDATE run SET told_at = now() - interval '91 days' WHERE run <> ALL ($1)`, [last]);
    await retain();
    expect(await counts()).toEqual({ ...before, run: 2, state_series: 1, event: 0 });
    const { rows } = await pool.query<{ run: string }>('SELECT run FROM run');
    expect(new Set(rows.map(({ run }) => run))).toEqual(new Set(last));
  });

  it('is forgotten when the days are dropped in which it was there, and so is a host', async () => {
    await pool.query(`INSERT INTO retention VALUES ('1d', ${2_000 * DAY_MS})`);
    await pool.query(`UPDATE host SET last_seen = $2 WHERE id = $1`, [living.host, LATELY]);
    await retain();
    expect(await counts()).toEqual({
      ...{ host: 1, series: 1, counter_base: 1, container: 0, network: 0, run: 1, state_series: 1, event: 0 },
    });
    const { rows } = await pool.query(`SELECT host.id, key FROM series JOIN host USING (host_id)`);
    expect(rows).toEqual([{ id: living.host, key: NIC }]);
  });

  it('is stored anew when it comes back, though a writer remembers what it was', async () => {
    const message = gone.tick(T0 + 30_000, { [NIC]: eight(7) }, { checkpoint: true });
    const back = arrival({ kind: 'traffic', message });
    await expect(writer.write([back])).rejects.toThrow();
    expect(await writer.write([back])).toMatchObject({ rows: 1, refused: [] });
    expect(await counts()).toMatchObject({ host: 2, series: 2, counter_base: 2, run: 2 });
  });

  it('is noted as told of, what states tell of once a day, so that it is not forgotten', async () => {
    for (const table of ['state_series', 'run']) {
      await pool.query(`UPDATE ${table} SET told_at = now() - interval '3 days'`);
    }
    const containers = { ids: [CONTAINER], cpuMs: [1], memoryBytes: [1], memoryLimitBytes: [null] };
    const message = stateOf(living, T0 + 40_000, { containers });
    await new BatchWriter(pool, edition).write([arrival({ kind: 'state', message })]);
    const { rows } = await pool.query(
      `SELECT now() - told_at < interval '1 hour' AS "isNew", run = $1 AS "isTold" FROM run
       UNION ALL SELECT now() - told_at < interval '1 hour', true FROM state_series`,
      [living.run],
    );
    expect(rows).toHaveLength(3);
    for (const { isNew, isTold } of rows as { isNew: boolean; isTold: boolean }[]) expect(isNew).toBe(isTold);
  });
});
