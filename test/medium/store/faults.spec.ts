import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InventoryMessage, TrafficMessage } from '@weir/model';
import pg from 'pg';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { DataFault } from '../../../apps/aggregator/src/store/write/faults.js';
import { startPostgres } from '../../support/postgres.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { queryUnpacked } from '../../support/unpacked.js';
import { arrivalOf, eight, FakeAgent, inventoryOf } from './fake-agent.js';
import { prepareServer } from './prepared-server.js';

const DAY_MS = 86_400_000;
const T0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
const NO_TRAFFIC = 'DELETE FROM traffic_recent; DELETE FROM traffic';

const arrival = (content: Content): Arrival => arrivalOf(content, T0);
const traffic = (message: TrafficMessage): Arrival => arrival({ kind: 'traffic', message });
const inventory = (message: InventoryMessage): Arrival => arrival({ kind: 'inventory', message });

describe('the writer, where data or database are odd', () => {
  let server: TestDatabase;
  let prepared: string;
  let pool: pg.Pool;
  let used: Edition;
  let writer: BatchWriter;

  beforeAll(async () => {
    ({ server, prepared } = await prepareServer(startPostgres));
  });

  beforeEach(async () => {
    await pool?.end();
    const url = await server.createDatabase(prepared);
    used = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, used);
  });

  afterAll(() => pool.end());

  const rows = (sql: string): Promise<unknown[]> => queryUnpacked(pool, sql);

  it('uses up no id for what it knows: a repeated inventory, a restart', async () => {
    const agent = new FakeAgent();
    const keys = ['host/eth0', 'host/eth1', 'abc/eth0'];
    const list = (at: number): Arrival => inventory(inventoryOf(agent.host, at, keys));
    const tick = (at: number): Arrival => traffic(agent.tick(at, { 'host/eth0': eight(1), 'abc/eth0': eight(2) }));
    await writer.write([tick(T0)]);
    await writer.write([list(T0)]);
    for (let n = 1; n < 4; n++) {
      await writer.write([list(T0 + n)]);
      await new BatchWriter(pool, used).write([tick(T0 + n * 1_000), list(T0 + n)]);
    }
    expect(await rows('SELECT last_value::int AS last FROM series_series_id_seq')).toEqual([{ last: keys.length }]);
    expect(await rows('SELECT last_value::int AS last FROM host_host_id_seq')).toEqual([{ last: 1 }]);
    expect(await rows('SELECT class FROM series ORDER BY key')).toEqual(
      ['container', 'uplink', 'uplink'].map((name) => ({ class: name })),
    );
  });

  it('learns ids anew after the database was away, for what comes back may be a backup', async () => {
    const agent = new FakeAgent();
    const tick = (at: number): Arrival => traffic(agent.tick(at, { 'host/eth0': eight(1), 'new/eth0': eight(2) }));
    await writer.write([tick(T0)]);
    const name = new URL(String(pool.options.connectionString)).pathname.slice(1);
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await pool.query(`DELETE FROM counter_base; DELETE FROM series WHERE key = 'new/eth0'; ${NO_TRAFFIC}`);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [name]);
    await eventually('all connections are gone', () => expect(pool.totalCount).toBe(0));
    await expect(writer.write([tick(T0 + 1_000)])).rejects.toThrow(/not currently accepting connections/);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await admin.end();
    await writer.write([tick(T0 + 2_000)]);
    expect(await rows('SELECT key, rx_bytes FROM traffic JOIN series USING (series_id) ORDER BY key')).toMatchObject([
      { key: 'host/eth0', rx_bytes: '1' },
      { key: 'new/eth0', rx_bytes: '2' },
    ]);
  });

  it('blames an inventory that lists one id twice', async () => {
    const agent = new FakeAgent();
    const network = { id: 'n1', name: 'shop', driver: 'bridge', internal: false, subnets: [], bridge: null };
    const twice = inventoryOf(agent.host, T0, ['host/eth0'], { networks: [network, network] });
    await expect(writer.write([inventory(twice)])).rejects.toThrow(DataFault);
  });

  it('blames a message of which no row can be made', async () => {
    const agent = new FakeAgent();
    await expect(writer.write([traffic(agent.tick(T0, { 'host/eth0': [2 ** 70] }))])).rejects.toThrow(DataFault);
  });

  // Of the 40 days the last hour is cut at minutes.
  it('stores months in one sample, whatever interval the host claims', async () => {
    const agent = new FakeAgent();
    const claim = inventoryOf(agent.host, T0, ['host/eth0']);
    await writer.write([inventory({ ...claim, agent: { ...claim.agent, intervalMs: 1e13 } })]);
    const months = agent.tick(T0, { 'host/eth0': eight(1_000_003) }, { ms: 40 * DAY_MS });
    expect(await writer.write([traffic(months)])).toMatchObject({ rows: 39 + 1 + 60 });
    expect(await rows('SELECT sum(rx_bytes)::int AS bytes, sum(ms)::text AS ms FROM traffic')).toEqual([
      { bytes: 1_000_003, ms: String(40 * DAY_MS) },
    ]);
    expect(await rows('SELECT sum(ms)::text AS ms FROM presence')).toEqual([{ ms: String(40 * DAY_MS) }]);
  });

  it.each(['DELETE FROM counter_base; DELETE FROM series', 'TRUNCATE host CASCADE', 'TRUNCATE run'])(
    'does not blame the data for what was deleted behind its back (%s): the next attempt stores it',
    async (deletion) => {
      const agent = new FakeAgent();
      await writer.write([traffic(agent.tick(T0, { 'host/eth0': eight(1) }))]);
      await pool.query(`${deletion}; ${NO_TRAFFIC}`);
      const next = traffic(agent.tick(T0 + 1_000, { 'host/eth0': eight(5) }, { checkpoint: true }));
      const failure: unknown = await writer.write([next]).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(DataFault);
      expect(await writer.write([next])).toMatchObject({ rows: 1, refused: [] });
      expect(await rows('SELECT key, rx_bytes::int AS bytes FROM traffic JOIN series USING (series_id)')).toEqual([
        { key: 'host/eth0', bytes: 5 },
      ]);
    },
  );
});
