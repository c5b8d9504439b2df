import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { stopWriters } from '../../../apps/aggregator/src/store/rollup/lock.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { openPool, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startPostgres } from '../../support/postgres.js';
import { arrivalOf, eight, FakeAgent, inventoryOf } from './fake-agent.js';
import { prepareServer } from './prepared-server.js';

const T0 = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
const NIC = 'host/eth0';
const CONTAINER = 'abc/eth0';

type Inventory = ReturnType<typeof inventoryOf>;
const inventory = (message: Inventory) => arrivalOf({ kind: 'inventory', message });

describe('inventories', () => {
  let server: TestDatabase;
  let prepared: string;
  let pool: pg.Pool;
  let writer: BatchWriter;

  beforeAll(async () => {
    ({ server, prepared } = await prepareServer(startPostgres));
  });

  beforeEach(async () => {
    await pool?.end();
    const url = await server.createDatabase(prepared);
    const edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
  });

  const rows = async (sql: string): Promise<unknown[]> => (await pool.query(sql)).rows;

  afterAll(() => pool.end());

  const named = (host: string, at: number, keys: string[], name: string): Inventory => {
    const message = inventoryOf(host, at, keys);
    return { ...message, os: { ...message.os, hostname: name } };
  };
  const SERIES = `SELECT host.name AS host, key, gone_at FROM series JOIN host USING (host_id) ORDER BY host.name, key`;

  it('of several hosts, and of one host at several times, are applied in one batch as one after the other', async () => {
    const [one, other] = [new FakeAgent().host, new FakeAgent().host];
    await writer.write(
      [
        named(one, T0, [NIC, CONTAINER], 'first'),
        named(other, T0 + 2_000, [NIC], 'new'),
        named(one, T0 + 1_000, [NIC], 'second'),
        named(other, T0 + 1_000, [NIC, CONTAINER], 'old'),
      ].map(inventory),
    );
    expect(await rows(SERIES)).toEqual([
      { host: 'new', key: NIC, gone_at: null },
      { host: 'second', key: CONTAINER, gone_at: new Date(T0 + 1_000) },
      { host: 'second', key: NIC, gone_at: null },
    ]);
    expect(await rows(`SELECT name, inventory_at FROM host ORDER BY name`)).toEqual([
      { name: 'new', inventory_at: new Date(T0 + 2_000) },
      { name: 'second', inventory_at: new Date(T0 + 1_000) },
    ]);
  });

  it('do not take what another host lists for theirs', async () => {
    const [one, other] = [new FakeAgent().host, new FakeAgent().host];
    await writer.write([named(one, T0, [NIC, CONTAINER], 'one'), named(other, T0, [NIC], 'other')].map(inventory));
    await writer.write([named(one, T0 + 1, [NIC], 'one'), named(other, T0 + 1, [CONTAINER], 'other')].map(inventory));
    const at = new Date(T0 + 1);
    expect(await rows(SERIES)).toEqual([
      { host: 'one', key: CONTAINER, gone_at: at },
      { host: 'one', key: NIC, gone_at: null },
      { host: 'other', key: CONTAINER, gone_at: null },
      { host: 'other', key: NIC, gone_at: at },
    ]);
  });

  const CONTAINERS = [
    {
      ...{ id: 'c1', name: 'web', image: 'nginx', namespace: 'abc', hostNetwork: false, stack: null, service: null },
      ...{ pod: null, podNamespace: null, workload: null, labels: { team: 'a' }, startedAt: T0 },
    },
  ];
  const NETWORKS = [{ id: 'n1', name: 'x', driver: 'bridge', internal: false, subnets: ['10.0.0.0/8'], bridge: null }];
  /** Where the rows are: one that is written again is elsewhere. */
  const PLACES = ['series', 'container', 'network']
    .map((table) => `SELECT '${table}', ctid::text FROM ${table}`)
    .join(' UNION ALL ');

  it('that come with the first traffic of a host, and come again, write each row once', async () => {
    const agent = new FakeAgent();
    const told = inventoryOf(agent.host, T0, [NIC, CONTAINER], { containers: CONTAINERS, networks: NETWORKS });
    const tick = agent.tick(T0 + 1_000, { [NIC]: eight(1), [CONTAINER]: eight(2) });
    await writer.write([inventory(told), arrivalOf({ kind: 'traffic', message: tick })]);
    const first = await rows(PLACES);
    expect(first).toHaveLength(4);
    expect(await rows('SELECT max(ctid)::text AS last FROM series')).toEqual([{ last: '(0,2)' }]);
    expect(await rows('SELECT class, namespace, since FROM series ORDER BY key')).toEqual([
      { class: 'container', namespace: 'abc', since: new Date(T0 - 60_000) },
      { class: 'uplink', namespace: null, since: new Date(T0 - 60_000) },
    ]);
    await writer.write([inventory({ ...told, at: T0 + 2_000 })]);
    expect(await rows(PLACES)).toEqual(first);
    const [container] = CONTAINERS;
    await writer.write([
      inventory({ ...told, at: T0 + 3_000, containers: [{ ...container!, labels: { team: 'b' } }] }),
    ]);
    expect(await rows('SELECT labels FROM container')).toEqual([{ labels: { team: 'b' } }]);
  });

  it('of which two come with the first traffic of a host leave what the later one tells', async () => {
    const agent = new FakeAgent();
    const told = (at: number, mtu: number): Inventory => {
      const message = inventoryOf(agent.host, at, [NIC]);
      return { ...message, interfaces: message.interfaces.map((each) => ({ ...each, mtu })) };
    };
    const tick = agent.tick(T0 + 1_000, { [NIC]: eight(1) });
    await writer.write([
      ...[told(T0, 1_400), told(T0 + 1_000, 9_000)].map(inventory),
      arrivalOf({ kind: 'traffic', message: tick }),
    ]);
    expect(await rows('SELECT mtu FROM series')).toEqual([{ mtu: 9_000 }]);
  });

  it('are written over what another replica wrote of an older one while this one was on its way', async () => {
    const agent = new FakeAgent();
    const other = await pool.connect();
    await other.query('BEGIN');
    await stopWriters(other);
    const tick = agent.tick(T0 + 1_000, { [NIC]: eight(1) });
    const writing = writer.write([
      inventory(inventoryOf(agent.host, T0, [NIC])),
      arrivalOf({ kind: 'traffic', message: tick }),
    ]);
    await eventually('its series are known', async () => expect(await rows('SELECT FROM series')).toHaveLength(1));
    const older = new Date(T0 - 1_000);
    await other.query('UPDATE series SET mtu = 9000, gone_at = $1', [older]);
    await other.query('UPDATE host SET inventory_at = $1', [older]);
    await other.query('COMMIT');
    other.release();
    await writing;
    expect(await rows('SELECT mtu, gone_at FROM series')).toEqual([{ mtu: 1_500, gone_at: null }]);
  });
});
