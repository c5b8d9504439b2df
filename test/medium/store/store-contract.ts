import { setTimeout as sleep } from 'node:timers/promises';
import {
  COUNTERS,
  type EventMessage,
  type InventoryMessage,
  type StateMessage,
  type TrafficMessage,
} from '@weir/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { extentsOf } from '../../../apps/aggregator/src/query/extent.js';
import { FIRST_DIRTY_SQL } from '../../../apps/aggregator/src/query/read-alike.js';
import { onSnapshot } from '../../../apps/aggregator/src/query/snapshot.js';
import { encodeFrames } from '../../../apps/aggregator/src/store/block/codec.js';
import { readRaw } from '../../../apps/aggregator/src/store/block/rows.js';
import { windowOf } from '../../../apps/aggregator/src/store/block/window.js';
import { type Edition, PACKED_TABLE } from '../../../apps/aggregator/src/store/edition/edition.js';
import { writeHorizon } from '../../../apps/aggregator/src/store/horizon.js';
import { migrate, MIGRATIONS } from '../../../apps/aggregator/src/store/migrate.js';
import { ROW_TABLES } from '../../../apps/aggregator/src/store/migrations/row-tables.js';
import { type Horizons, readHorizons } from '../../../apps/aggregator/src/store/rollup/horizon.js';
import { shareRetention, tryLockPacking } from '../../../apps/aggregator/src/store/rollup/lock.js';
import { packSome } from '../../../apps/aggregator/src/store/rollup/pack.js';
import { tableAt } from '../../../apps/aggregator/src/store/rollup/level.js';
import { HOSTS_A_TRANSACTION, refreshRollup } from '../../../apps/aggregator/src/store/rollup/refresh.js';
import { applyRetention } from '../../../apps/aggregator/src/store/rollup/retention.js';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { DataFault } from '../../../apps/aggregator/src/store/write/faults.js';
import { MAX_REFUSED_ROWS } from '../../../apps/aggregator/src/store/write/refused.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { packRecent } from '../../support/packed.js';
import { queryUnpacked, SUMS_SQL } from '../../support/unpacked.js';
import { eight, FakeAgent, inventoryOf, stateOf } from './fake-agent.js';
import type { PreparedServer } from './prepared-server.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A whole minute, long closed, five before a full hour: whenever the suite runs, its samples cross a border of pieces. */
const T0 = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 65 * MINUTE_MS;

/** So many versions stored a row for each second of a series. */
const VERSIONS_OF_ROWS = 3;

const arrival = (content: Content, sentMs: number | null = null): Arrival => ({
  subject: 'weir.v1.test',
  payload: new TextEncoder().encode('{"v":1}'),
  receivedMs: Date.now(),
  sentMs,
  content,
});
const traffic = (message: TrafficMessage): Arrival => arrival({ kind: 'traffic', message });
const inventory = (message: InventoryMessage): Arrival => arrival({ kind: 'inventory', message });
const state = (message: StateMessage): Arrival => arrival({ kind: 'state', message });
const event = (message: EventMessage): Arrival => arrival({ kind: 'event', message });

/** What every edition of the database has to do, tried on a real server. */
export function storeContract(edition: Edition['name'], prepare: () => Promise<PreparedServer>): void {
  let server: TestDatabase;
  let pool: pg.Pool;
  let used: Edition;
  let writer: BatchWriter;
  let url: string;
  let prepared: string;
  const pools: pg.Pool[] = [];

  beforeAll(async () => {
    ({ server, prepared } = await prepare());
  });

  beforeEach(async () => {
    url = await server.createDatabase(prepared);
    used = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    pools.push(pool);
    writer = new BatchWriter(pool, used);
  });

  afterAll(async () => {
    await Promise.all(pools.map((each) => each.end()));
  });

  const rows = async <T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]> =>
    /\b(traffic|presence|unread)/.test(sql)
      ? queryUnpacked<T>(pool, sql, values)
      : (await pool.query<T>(sql, values)).rows;

  /** The sums of a table, for each key. */
  async function sums(table: string, host: string): Promise<Map<string, bigint[]>> {
    const found = await rows<{ key: string; sums: string[] }>(
      `SELECT key, ARRAY[${SUMS_SQL}] AS sums FROM ${table} JOIN series USING (series_id) JOIN host USING (host_id)
       WHERE host.id = $1 GROUP BY key`,
      [host],
    );
    return new Map(found.map(({ key, sums: counters }) => [key, counters.map(BigInt)]));
  }

  async function refreshAll(): Promise<void> {
    while ((await refreshRollup(pool, used)) > 0);
  }

  it('is found by looking at the server, and stays what it was', async () => {
    expect(used.name).toBe(edition);
    expect((await migrate(url, () => undefined)).name).toBe(edition);
  });

  /** In memory all connections share one session, whose locks hold nobody back. */
  const severalSessions = (name: string, test: () => Promise<void>): void => {
    if (edition !== 'community') it(name, test);
  };

  severalSessions('is migrated once, however many replicas start together', async () => {
    const fresh = await server.createDatabase();
    const applied: string[] = [];
    await Promise.all([1, 2, 3].map(() => migrate(fresh, (line) => applied.push(line))));
    expect(applied).toEqual(MIGRATIONS.map(({ id }) => `applied migration ${id} (edition ${edition})`));
  });

  it.each(MIGRATIONS.slice(0, VERSIONS_OF_ROWS).map(({ id }, index) => [id, index]))(
    'is brought up to date from %s, packing the rows that are stored',
    async (id, index) => {
      const old = await server.createDatabase();
      await migrate(old, () => undefined, MIGRATIONS.slice(0, Number(index) + 1));
      const client = new pg.Client({ connectionString: old });
      await client.connect();
      const host = `INSERT INTO host (id, name, first_seen, last_seen) VALUES (gen_random_uuid(), 'web-3', now(), now())`;
      const series = `INSERT INTO series (host_id, key, net_id, name, first_at) VALUES (1, 'host/eth0', 'x', 'eth0', now())`;
      for (const sql of [host, series]) await client.query(sql);
      await used.ensureRoom(client, [...ROW_TABLES.raw, ...ROW_TABLES['1m']], [T0, T0 + 599_000]);
      await client.query(
        `INSERT INTO traffic SELECT $1::timestamptz + n * interval '1 s', 1, 1000, n, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(0, 599) n`,
        [new Date(T0)],
      );
      await client.query(
        `INSERT INTO presence SELECT $1::timestamptz + n * interval '1 s', 1, 1000 FROM generate_series(0, 599) n`,
        [new Date(T0)],
      );
      await client.query(`INSERT INTO unread VALUES ($1, 1, 1000)`, [new Date(T0 + 7_250)]);
      await client.query(
        `INSERT INTO traffic_1m SELECT $1::timestamptz + n * interval '1 min', 1, 7, 0, 0, 0, 0, 0, 0, 0, 1, 1 FROM generate_series(0, 9) n`,
        [new Date(T0)],
      );
      if (id === '0003_rollups') {
        await client.query(`INSERT INTO dirty_5m SELECT DISTINCT date_bin('5 min', time, 'epoch'), 1 FROM traffic_1m`);
      }
      await migrate(old, () => undefined);
      const upgraded = openPool(old);
      upgraded.on('error', () => undefined);
      pools.push(upgraded);
      while ((await refreshRollup(upgraded, used)) > 0);
      const stored = (sql: string): Promise<unknown[]> => queryUnpacked(upgraded, sql);
      for (const table of ['traffic_1m', 'traffic_5m'])
        expect(await stored(`SELECT sum(rx_bytes)::int AS sum FROM ${table}`)).toEqual([{ sum: 70 }]);
      expect(await stored('SELECT sum(rx_bytes)::int AS sum, count(DISTINCT time)::int AS count FROM traffic')).toEqual(
        [{ sum: 179_700, count: 600 }],
      );
      expect(await stored('SELECT sum(ms)::int AS ms FROM presence')).toEqual([{ ms: 600_000 }]);
      expect(await stored('SELECT time, ms::int FROM unread')).toEqual([{ time: new Date(T0 + 7_250), ms: 1_000 }]);
      await client.end();
    },
  );

  it('is brought up to date from each version, by each of the others, keeping what is stored', async () => {
    const old = await server.createDatabase();
    const upgraded = openPool(old);
    upgraded.on('error', () => undefined);
    pools.push(upgraded);
    for (const [place, { id }] of MIGRATIONS.entries()) {
      await migrate(old, () => undefined, MIGRATIONS.slice(0, place + 1));
      const versions = place + 1 - VERSIONS_OF_ROWS;
      if (versions <= 0) continue;
      await storeFrame(upgraded, T0 + versions * 1_000, 7);
      const stored = await queryUnpacked(upgraded, 'SELECT sum(rx_bytes)::int AS sum FROM traffic');
      expect([id, stored]).toEqual([id, [{ sum: 7 * versions }]]);
    }
    const agent = new FakeAgent();
    await new BatchWriter(upgraded, used).write([traffic(agent.tick(T0, { 'host/eth0': eight(1) }))]);
    expect(await queryUnpacked(upgraded, 'SELECT count(*)::int AS count FROM traffic')).toEqual([
      { count: MIGRATIONS.length - VERSIONS_OF_ROWS + 1 },
    ]);
  });

  /** A second of one series, as versions that pack store it. */
  async function storeFrame(into: pg.Pool, startMs: number, value: number): Promise<void> {
    const client = await into.connect();
    await used.ensureRoom(client, [PACKED_TABLE], [startMs]);
    const frame = { startMs, ms: 1_000, presenceMs: 1_000, ids: [1], columns: COUNTERS.map(() => [value]) };
    await client.query('INSERT INTO traffic (time, host_id, frames) VALUES ($1, 1, $2)', [
      new Date(startMs),
      encodeFrames([{ ...frame, unreadIds: [], unreadMs: [] }]),
    ]);
    client.release();
  }

  it('stores each message once: duplicates, in the batch and later, and any order change nothing', async () => {
    const agent = new FakeAgent();
    const messages = Array.from({ length: 50 }, (_, index) =>
      traffic(agent.tick(T0 + index * 1_000, { 'host/eth0': eight(index), '0123456789ab/eth0': eight(7 * index) })),
    );
    const shuffled = [...messages.filter((_, index) => index % 2), ...messages.filter((_, index) => index % 2 === 0)];
    const first = await writer.write([...shuffled.slice(0, 30), ...shuffled.slice(10, 20)]);
    expect(first).toMatchObject({ duplicates: 10, rows: 60 });
    const second = await writer.write(shuffled);
    expect(second).toMatchObject({ duplicates: 30, rows: 40 });
    expect(second.stored.get('traffic')).toBe(20);
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
    expect(await rows('SELECT seen::text FROM run')).toEqual([{ seen: '{[1,51)}' }]);
  });

  it('stores each message once when two writers are given the same ones at the same time', async () => {
    const agents = [new FakeAgent(), new FakeAgent(), new FakeAgent()];
    const other = new BatchWriter(pool, used);
    const batches = Array.from({ length: 20 }, (_, batch) =>
      agents.flatMap((agent) =>
        [1, 2, 3].map((n) => traffic(agent.tick(T0 + batch * 3_000 + n, { 'host/eth0': eight(n) }))),
      ),
    );
    // As in two replicas: each writes one batch after the other.
    const writeAll = async (by: BatchWriter, all: Arrival[][]): Promise<void> => {
      for (const batch of all) await by.write(batch);
    };
    await Promise.all([
      writeAll(writer, batches),
      writeAll(
        other,
        batches.map((batch) => [...batch].reverse()),
      ),
    ]);
    for (const agent of agents) expect(await sums('traffic', agent.host)).toEqual(agent.truth);
  });

  it('refuses a state whose run belongs to another host', async () => {
    const [owner, thief] = [new FakeAgent(), new FakeAgent()];
    thief.run = owner.run;
    await writer.write([traffic(owner.tick(T0, { 'host/eth0': eight(1) }))]);
    const written = await writer.write([state(stateOf(thief, T0))]);
    expect(written.refused.map(({ content }) => [content.of, content.reason])).toEqual([
      ['state', 'run: belongs to another host'],
    ]);
    expect(await rows('SELECT FROM host_state')).toEqual([]);
  });

  it('stores nothing of a batch that fails, and names the fault', async () => {
    const agent = new FakeAgent();
    const good = traffic(agent.tick(T0, { 'host/eth0': eight(1) }));
    const bad = inventoryOf(agent.host, T0, ['host/eth0']);
    const wide = { ...bad, interfaces: bad.interfaces.map((entry) => ({ ...entry, mtu: 2 ** 40 })) };
    await expect(writer.write([good, inventory(wide)])).rejects.toThrow(DataFault);
    expect(await rows('SELECT FROM traffic')).toEqual([]);
    expect(await writer.write([good])).toMatchObject({ duplicates: 0, rows: 1 });
  });

  it('stores times as the start of the interval, late, early and far ones alike', async () => {
    const agent = new FakeAgent();
    const years = [Date.UTC(2019, 1, 3), T0, Date.UTC(2093, 4, 5, 6, 7, 8, 9)];
    // The stream's clock is the one that counts, whatever it says.
    const asOf = (at: number): Arrival => ({
      ...traffic(agent.tick(at, { 'host/eth0': eight(1) })),
      ...{ receivedMs: at, sentMs: at },
    });
    for (const at of years) await writer.write([asOf(at)]);
    const stored = await rows<{ time: Date }>('SELECT time FROM traffic ORDER BY time');
    expect(stored.map(({ time }) => time.getTime())).toEqual(years.map((at) => at - 1_000));
    await refreshAll();
    // What has not ended yet is not rolled up yet.
    expect(await rows('SELECT FROM traffic_1m')).toHaveLength(2);
    expect(await rows('SELECT FROM dirty_1m')).toHaveLength(1);
  });

  it('keeps presence from part 0 only, and what could not be read', async () => {
    const agent = new FakeAgent();
    await writer.write([
      traffic(agent.tick(T0 + 1_000, { 'host/eth0': eight(1) }, { unread: ['host/eth1'] })),
      traffic(agent.tick(T0 + 1_000, { 'host/eth2': eight(1) }, { part: 1 })),
    ]);
    expect(await rows('SELECT ms::int FROM presence')).toEqual([{ ms: 1_000 }]);
    expect(await rows('SELECT key, ms::int FROM unread JOIN series USING (series_id)')).toEqual([
      { key: 'host/eth1', ms: 1_000 },
    ]);
  });

  it('splits coarse samples at minute borders, exactly, in traffic, presence and unread', async () => {
    const agent = new FakeAgent();
    const deltas = { 'host/eth0': eight(1_000_003) };
    await writer.write([traffic(agent.tick(T0 + 150_500, deltas, { ms: 150_000, unread: ['host/eth1'] }))]);
    const expected = [
      { time: new Date(T0 + 500), ms: 59_500 },
      { time: new Date(T0 + 60_000), ms: 60_000 },
      { time: new Date(T0 + 120_000), ms: 30_500 },
    ];
    for (const table of ['traffic', 'presence', 'unread']) {
      expect(await rows(`SELECT time, ms::int FROM ${table} ORDER BY time`)).toEqual(expected);
    }
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
    await refreshAll();
    expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
    // Coarse samples count, but a maximum is made of real seconds.
    expect(await rows('SELECT max_rx_bytes_per_second AS max FROM traffic_1m')).toEqual([
      { max: null },
      { max: null },
      { max: null },
    ]);
  });

  it('rolls up sums, maxima, presence and unread time to the minute; late data is added, repeats change nothing', async () => {
    const agent = new FakeAgent();
    const seconds = Array.from({ length: 120 }, (_, index) =>
      agent.tick(T0 + (index + 1) * 1_000, { 'host/eth0': eight(index) }, { unread: index < 5 ? ['host/eth1'] : [] }),
    );
    const late = seconds.splice(30, 10);
    await writer.write(seconds.map(traffic));
    await refreshAll();
    expect(await rows('SELECT ms::int FROM presence_1m ORDER BY time')).toEqual([{ ms: 50_000 }, { ms: 60_000 }]);
    await writer.write(late.map(traffic));
    await writer.write(late.map(traffic));
    await refreshAll();
    expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
    const minutes = await rows(
      'SELECT time, max_rx_bytes_per_second AS rx, max_tx_bytes_per_second AS tx FROM traffic_1m ORDER BY time',
    );
    expect(minutes).toEqual([
      { time: new Date(T0), rx: 59, tx: 119 },
      { time: new Date(T0 + MINUTE_MS), rx: 119, tx: 239 },
    ]);
    expect(await rows('SELECT ms::int FROM presence_1m ORDER BY time')).toEqual([{ ms: 60_000 }, { ms: 60_000 }]);
    expect(await rows('SELECT ms::int FROM unread_1m')).toEqual([{ ms: 5_000 }]);
    expect(await rows('SELECT FROM dirty_1m')).toEqual([]);
    expect(await refreshRollup(pool, used)).toBe(0);
  });

  it('finds the changed minutes of one host without reading those of all', async () => {
    await pool.query(
      `INSERT INTO dirty_1m SELECT now() - n % 100 * interval '1 min', n % 500 FROM generate_series(1, 20000) n`,
    );
    await pool.query('ANALYZE dirty_1m');
    const plan = await rows<Record<string, string>>(`EXPLAIN ${FIRST_DIRTY_SQL.replaceAll('$1', `'{7}'`)}`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index.* dirty_1m_host_bucket/);
  });

  it('takes unread time back when a later sample reaches over it', async () => {
    const agent = new FakeAgent();
    const missed = Array.from({ length: 20 }, (_, index) =>
      agent.tick(T0 + (index + 1) * 1_000, {}, { unread: ['host/eth1'] }),
    );
    await writer.write(missed.map(traffic));
    await refreshAll();
    expect(await rows('SELECT ms::int FROM unread_1m')).toEqual([{ ms: 20_000 }]);
    await writer.write([
      traffic(agent.tick(T0 + 21_000, {})),
      traffic(agent.tick(T0 + 21_000, { 'host/eth1': eight(100) }, { part: 1, ms: 19_000 })),
    ]);
    await refreshAll();
    expect(await rows('SELECT ms::int FROM unread_1m')).toEqual([{ ms: 2_000 }]);
    expect(await rows('SELECT ms::int FROM presence_1m')).toEqual([{ ms: 21_000 }]);
  });

  it('packs what has arrived, so that a host’s ten minutes are one row, and drops what it was made of', async () => {
    const agents = [new FakeAgent(), new FakeAgent()];
    const start = windowOf(T0);
    const batch = (second: number): Arrival[] =>
      agents.map((agent) =>
        traffic(
          agent.tick(
            start + (second + 1) * 1_000,
            { 'host/eth0': eight(second) },
            { unread: ['host/eth1'], part: second % 2 },
          ),
        ),
      );
    for (let second = 0; second < 700; second += 1) await writer.write(batch(second));
    const everything = (): Promise<unknown> =>
      rows(`SELECT time, series_id, ms, rx_bytes::text FROM traffic UNION ALL SELECT time, series_id, ms, 'unread' FROM unread
            UNION ALL SELECT time, -host_id, ms, 'presence' FROM presence ORDER BY 1, 2, 4`);
    const before = await everything();
    expect(await packRecent(pool, used)).toBe(2);
    expect(await everything()).toEqual(before);
    const stored = async (table: string): Promise<number> =>
      (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? NaN;
    expect([await stored('traffic_recent'), await stored('traffic')]).toEqual([0, 4]);
    // What comes later is added to what is packed, and is rolled up all the same.
    await writer.write(batch(700));
    await writer.write(batch(5));
    expect([await stored('traffic_recent'), await packRecent(pool, used), await stored('traffic')]).toEqual([0, 0, 8]);
    await refreshAll();
    for (const agent of agents) {
      expect(await sums('traffic', agent.host)).toEqual(agent.truth);
      expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
    }
  });

  it('packs some hosts at a time, and what is packed halfway is read once', async () => {
    const agents = Array.from({ length: 45 }, () => new FakeAgent());
    const start = windowOf(T0);
    for (const at of [start + 1_000, start + 10 * MINUTE_MS + 1_000])
      await writer.write(agents.map((agent) => traffic(agent.tick(at, { 'host/eth0': eight(3) }))));
    const steps: boolean[] = [];
    for (let some = await packSome(pool, used); some; some = await packSome(pool, used)) {
      steps.push(some.isWindowDone);
      for (const agent of agents) expect(await sums('traffic', agent.host)).toEqual(agent.truth);
    }
    expect(steps).toEqual([false, false, true, false, false, true]);
    expect(await rows(`SELECT host_id FROM horizon WHERE resolution = 'packed'`)).toEqual([{ host_id: 0 }]);
  });

  severalSessions('packs a window under the eyes of a query, which finds all of it', async () => {
    const agent = new FakeAgent();
    // The window that is sealed next; not in the last seconds before another one is.
    const sealedMs = windowOf(Date.now() - 100_000);
    if (windowOf(Date.now() - 80_000) !== sealedMs) await sleep(20_000);
    const startMs = windowOf(Date.now() - 90_000) - 5 * MINUTE_MS;
    await writer.write([traffic(agent.tick(startMs + 1_000, { 'host/eth0': eight(3) }))]);
    const found = await onSnapshot(pool, async (client) => {
      await readHorizons(client);
      expect(await packRecent(pool, used)).toBe(1);
      const hosts = await client.query<{ host_id: number }>('SELECT host_id FROM host');
      const range = { hostIds: hosts.rows.map((row) => row.host_id), fromMs: startMs, untilMs: startMs + 1 };
      const blocks = [];
      for await (const some of readRaw(client, range)) blocks.push(...some);
      return blocks.length;
    });
    expect(found).toBe(1);
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
  });

  severalSessions(
    'leaves packing for its next round while others write for long, or another replica is packing',
    async () => {
      await writer.write([traffic(new FakeAgent().tick(T0 + 1_000, { 'host/eth0': eight(3) }))]);
      const other = await pool.connect();
      for (const lock of [shareRetention, tryLockPacking]) {
        await other.query('BEGIN');
        await lock(other);
        expect(await packRecent(pool, used)).toBe(0);
        await other.query('COMMIT');
      }
      other.release();
      expect(await packRecent(pool, used)).toBe(1);
    },
  );

  it('moves a horizon on and never back, when one replica is behind another', async () => {
    const client = await pool.connect();
    for (const ms of [T0, T0 - MINUTE_MS]) await writeHorizon(client, 'packed', ms);
    expect((await readHorizons(client)).packed).toBe(T0);
    client.release();
  });

  it('writes one mark of a minute that is still open, and makes it once it is closed', async () => {
    const agent = new FakeAgent();
    // Open for as long as this test can take: a minute to come, of a stream whose clock is ahead.
    const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + 10 * MINUTE_MS;
    const marks = async (): Promise<number> => (await pool.query('SELECT FROM dirty_1m')).rowCount ?? NaN;
    const open = Array.from({ length: 5 }, (_, index) => {
      const at = minute + (index + 1) * 200;
      return {
        ...traffic(agent.tick(at, { 'host/eth0': eight(1) }, { ms: 200 })),
        ...{ receivedMs: at, sentMs: at },
      };
    });
    for (const each of open) await writer.write([each]);
    const closed = Array.from({ length: 5 }, (_, index) =>
      traffic(agent.tick(T0 + (index + 1) * 1_000, { 'host/eth0': eight(1) })),
    );
    for (const each of closed) await writer.write([each]);
    expect(await marks()).toBe(1 + 5);
    await refreshAll();
    expect(await sums('traffic_1m', agent.host)).toEqual(
      new Map([['host/eth0', eight(1).map((count) => BigInt(5 * count))]]),
    );
  });

  /** What hosts counted in ten minutes from T0, as it is found by queries, each minute or all of them at once. */
  async function queried(hostIds: readonly number[], stepMs: number): Promise<number> {
    const range = { fromMs: T0, untilMs: T0 + 10 * MINUTE_MS };
    const grid = { startMs: T0, stepMs, count: (10 * MINUTE_MS) / stepMs };
    const extents = await onSnapshot(pool, (client) => extentsOf(client, grid, hostIds, range));
    const segments = extents.flatMap((extent) => extent.stretches.map((stretch) => ({ ...stretch, ...extent })));
    let sum = 0;
    for (const { resolution, fromMs, untilMs, hostIds: some } of segments) {
      const [found] = await rows<{ sum: string | null }>(
        `SELECT sum(rx_bytes)::text AS sum FROM ${tableAt('traffic', resolution)} JOIN series USING (series_id)
         WHERE host_id = ANY ($1::int[]) AND time >= to_timestamp($2::float8 / 1000) AND time < to_timestamp($3::float8 / 1000)`,
        [some, fromMs, untilMs],
      );
      sum += Number(found?.sum ?? 0);
    }
    return sum;
  }

  it('rolls up some hosts at a time, and all is found, once, while some are made and others not', async () => {
    const agents = Array.from({ length: HOSTS_A_TRANSACTION + 2 }, () => new FakeAgent());
    const tick = (agent: FakeAgent, at: number): Arrival => traffic(agent.tick(at, { 'host/eth0': eight(3) }));
    for (const at of [T0 + 1_000, T0 + MINUTE_MS + 1_000, T0 + 5 * MINUTE_MS + 1_000])
      await writer.write(agents.map((agent) => tick(agent, at)));
    const ids = (await rows<{ id: number }>('SELECT host_id AS id FROM host ORDER BY 1')).map(({ id }) => id);
    const uuids = (await rows<{ id: string }>('SELECT id FROM host ORDER BY host_id')).map(({ id }) => id);
    const [first, last] = [uuids[0], uuids.at(-1)].map((id) => agents.find(({ host }) => host === id) as FakeAgent);
    const rxBytes = (some: readonly FakeAgent[]): number =>
      some.reduce((sum, agent) => sum + Number(agent.truth.get('host/eth0')?.[0]), 0);
    let steps = 0;
    const look = async (): Promise<boolean> => {
      steps += 1;
      // What comes between two steps, of one that is made and of one that is not.
      if (steps === 1) await writer.write([first!, last!].map((agent) => tick(agent, T0 + MINUTE_MS + 2_000)));
      for (const stepMs of [MINUTE_MS, 5 * MINUTE_MS]) {
        expect(await queried(ids, stepMs)).toBe(rxBytes(agents));
        expect(await queried([ids[0]!], stepMs)).toBe(rxBytes([first!]));
        expect(await queried([ids.at(-1)!], stepMs)).toBe(rxBytes([last!]));
      }
      return true;
    };
    await look();
    steps = 0;
    expect(await refreshRollup(pool, used, look)).toBeGreaterThan(0);
    expect(steps).toBeGreaterThanOrEqual(2); // between the two of each level that has closed buckets
    await refreshAll();
    for (const agent of agents) expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
  });

  it('stops rolling up between two steps, and goes on where it was', async () => {
    const agents = Array.from({ length: HOSTS_A_TRANSACTION + 1 }, () => new FakeAgent());
    await writer.write(agents.map((agent) => traffic(agent.tick(T0 + 1_000, { 'host/eth0': eight(3) }))));
    await refreshRollup(pool, used, () => Promise.resolve(false));
    const made = 'SELECT count(DISTINCT host_id)::int AS hosts FROM traffic_1m JOIN series USING (series_id)';
    expect(await rows(made)).toEqual([{ hosts: HOSTS_A_TRANSACTION }]);
    await refreshAll();
    expect(await rows(made)).toEqual([{ hosts: agents.length }]);
  });

  it('rolls up exactly while messages of the same minute are still being stored', async () => {
    const agent = new FakeAgent();
    const messages = Array.from({ length: 200 }, (_, index) =>
      traffic(agent.tick(T0 + 1_000 + index * 250, { 'host/eth0': eight(index) }, { ms: 250 })),
    );
    let storing = true;
    const refreshing = (async () => {
      while (storing) await refreshRollup(pool, used);
    })();
    const halves = [messages.slice(0, 100), messages.slice(100)];
    await Promise.all(
      halves.map(async (half) => {
        // One each, as replicas have: a writer writes one batch after the other.
        const replica = new BatchWriter(pool, used);
        for (const message of half) await replica.write([message]);
      }),
    );
    storing = false;
    await refreshing;
    await refreshAll();
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
    expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
  });

  describe('at every resolution', () => {
    const DAY_MS = 24 * HOUR_MS;
    /** Long closed at every level; a day's start. */
    const D0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - 40 * DAY_MS;
    const LEVELS = ['traffic', 'traffic_1m', 'traffic_5m', 'traffic_1h', 'traffic_1d'];

    /** Two samples in a minute of each hour for three days. */
    const threeDays = (agent: FakeAgent): Arrival[] =>
      Array.from({ length: 144 }, (_, index) =>
        traffic(
          agent.tick(D0 + (1 + (index % 2)) * 1_000 + Math.floor(index / 2) * HOUR_MS, {
            'host/eth0': eight(index),
            'aaaaaaaaaaaa/eth0': eight(2 * index),
          }),
        ),
      );
    const counts = async (): Promise<number[]> =>
      Promise.all(LEVELS.map(async (table) => (await rows(`SELECT FROM ${table}`)).length));

    /** Two rounds: the first moves horizons, the second drops what lies before them. */
    const retain = async (nowMs: number): Promise<void> => {
      await applyRetention(pool, used, nowMs, await applyRetention(pool, used, nowMs));
    };

    it('holds the same sums, and the highest rate of any sample', async () => {
      const agent = new FakeAgent();
      await writer.write(threeDays(agent));
      await refreshAll();
      for (const table of LEVELS) expect([table, await sums(table, agent.host)]).toEqual([table, agent.truth]);
      expect(await counts()).toEqual([288, 144, 144, 144, 6]);
      expect(
        await rows(
          'SELECT max(max_rx_bytes_per_second) AS max, sum(presence_1d.ms)::int AS ms FROM traffic_1d, presence_1d',
        ),
      ).toEqual([{ max: 286, ms: 144_000 * 6 }]);
    });

    it('drops what is old in whole pieces, and adds what comes later to what is left, exactly', async () => {
      const agent = new FakeAgent();
      const all = threeDays(agent);
      const [early, late] = [all.filter((_, index) => index % 3 > 0), all.filter((_, index) => index % 3 === 0)];
      await writer.write(early);
      await pool.query(`INSERT INTO retention VALUES ('raw', ${6 * HOUR_MS}), ('1m', ${15 * DAY_MS})`);
      // What is not packed yet is not dropped.
      await retain(D0 + 36 * HOUR_MS);
      expect((await counts())[0]).toBe(192);
      await packRecent(pool, used);
      // Nothing was rolled up yet: what is about to go is rolled up first.
      await retain(D0 + 36 * HOUR_MS);
      expect(Number((await rows<{ n: string }>('SELECT count(*) AS n FROM traffic'))[0]?.n)).toBe(112);
      // The minutes of these lost their other half with the raw rows.
      await writer.write(late.slice(0, 10));
      await refreshAll();
      await retain(D0 + 40 * DAY_MS);
      expect((await counts())[0]).toBe(0);
      await writer.write(late.slice(0, 20));
      await retain(D0 + 41 * DAY_MS);
      await writer.write([...late, ...early]);
      await refreshAll();
      expect((await counts()).slice(0, 1)).toEqual([0]);
      for (const table of LEVELS.slice(2)) expect([table, await sums(table, agent.host)]).toEqual([table, agent.truth]);
      expect(await rows('SELECT sum(ms)::int AS ms FROM presence_1d')).toEqual([{ ms: 144_000 }]);
      expect(await rows('SELECT FROM dirty_1m UNION ALL SELECT FROM dirty_5m')).toEqual([]);
    });

    severalSessions('drops no piece under a query that was planned before its horizon moved', async () => {
      await writer.write(threeDays(new FakeAgent()));
      await packRecent(pool, used);
      const range = { fromMs: D0, untilMs: D0 + 3 * DAY_MS };
      const passed = await onSnapshot(pool, async (client) => {
        await readHorizons(client);
        const moved = await applyRetention(pool, used, D0 + 30 * DAY_MS);
        expect(moved.raw).toBeGreaterThanOrEqual(range.untilMs);
        const hosts = await client.query<{ host_id: number }>('SELECT host_id FROM host');
        const hostIds = hosts.rows.map((row) => row.host_id);
        const blocks = [];
        for await (const some of readRaw(client, { hostIds, ...range })) blocks.push(...some);
        expect(blocks).toHaveLength(72);
        return moved;
      });
      await applyRetention(pool, used, D0 + 30 * DAY_MS, passed);
      expect((await counts())[0]).toBe(0);
    });

    it('keeps a total right though the rows that it is made of go', async () => {
      const agent = new FakeAgent();
      const all = threeDays(agent);
      await writer.write(all.slice(0, 100));
      await packRecent(pool, used);
      // Two replicas, as their clocks run: what one has added to the bases, the other does not.
      await Promise.all([1, 2].map(() => applyRetention(pool, used, D0 + 30 * DAY_MS)));
      await writer.write(all.slice(100));
      const stored = await rows<{ key: string; counters: string[] }>(
        'SELECT key, counters::text[] FROM counter_base JOIN series USING (series_id)',
      );
      expect(stored).toHaveLength(2);
      for (const { key, counters } of stored) expect(counters.map(BigInt)).toEqual(agent.counters(key));
    });

    it('keeps a total right from a base in the midst of a minute, of what is dropped at once or by and by', async () => {
      const [gone, idle] = [new FakeAgent(), new FakeAgent()];
      const ticks = (agent: FakeAgent, checkpoint: number): Arrival[] =>
        Array.from({ length: 800 }, (_, index) =>
          traffic(
            agent.tick(D0 + (index + 1) * 47_500, { 'host/eth0': eight(index) }, { checkpoint: index === checkpoint }),
          ),
        );
      // One base is older than all that is dropped last, the other lies in it.
      await writer.write([...ticks(gone, 100), ...ticks(idle, 600)]);
      await packRecent(pool, used);
      for (const days of [0.25, 0.5, 0.75]) await retain(D0 + 2 * DAY_MS + days * DAY_MS);
      expect((await counts())[0]).toBe(0);
      const stored = await rows<{ host: string; counters: string[] }>(
        'SELECT host.id::text AS host, counters::text[] FROM counter_base JOIN series USING (series_id) JOIN host USING (host_id)',
      );
      expect(new Map(stored.map(({ host, counters }) => [host, counters.map(BigInt)]))).toEqual(
        new Map([gone, idle].map((agent) => [agent.host, agent.counters('host/eth0')])),
      );
    });

    it('keeps a total right in whatever order late samples come, and the bases that they are counted from', async () => {
      const agent = new FakeAgent();
      const messages = Array.from({ length: 40 }, (_, index) =>
        traffic(
          agent.tick(
            D0 + (index + 1) * 1_000,
            { 'host/eth0': eight(index), 'aaaaaaaaaaaa/eth0': eight(3 * index) },
            { checkpoint: index % 15 === 7, reset: index === 25 ? ['host/eth0'] : [] },
          ),
        ),
      );
      await packRecent(pool, used);
      await applyRetention(pool, used, D0 + 30 * DAY_MS);
      // 29 has no part in common with 40; what follows the last checkpoint, 37, comes before it.
      for (let index = 0; index < messages.length; index += 1) await writer.write([messages[(index * 29) % 40]!]);
      const stored = await rows<{ key: string; counters: string[] }>(
        'SELECT key, counters::text[] FROM counter_base JOIN series USING (series_id)',
      );
      expect(stored).toHaveLength(2);
      for (const { key, counters } of stored) expect(counters.map(BigInt)).toEqual(agent.counters(key));
      expect(await sums('traffic_1m', agent.host)).toEqual(agent.truth);
    });

    it('loses nothing while samples, roll-up and retention run side by side', async () => {
      const agent = new FakeAgent();
      const all = threeDays(agent);
      let writing = true;
      const write = async (): Promise<void> => {
        for (let index = 0; index < all.length; index += 6) {
          await writer.write(all.slice(index, index + 6));
        }
      };
      const roll = async (): Promise<void> => {
        while (writing) await refreshRollup(pool, used);
      };
      const pack = async (): Promise<void> => {
        while (writing) await packRecent(pool, used);
      };
      const drop = async (): Promise<void> => {
        let passed: Horizons | null = null;
        for (let hours = 0; writing; hours += 1)
          passed = await applyRetention(pool, used, D0 + hours * HOUR_MS, passed);
      };
      const written = write().finally(() => (writing = false));
      await Promise.all([written, roll(), pack(), drop()]);
      await refreshAll();
      for (const table of LEVELS.slice(1)) expect([table, await sums(table, agent.host)]).toEqual([table, agent.truth]);
    });
  });

  it('keeps the newest base, whatever order it comes in, so that base + later rows = what the kernel shows', async () => {
    const agent = new FakeAgent();
    const key = 'host/eth0';
    const messages = Array.from({ length: 30 }, (_, index) =>
      agent.tick(
        T0 + index * 1_000,
        { [key]: eight(index) },
        { checkpoint: index === 20, reset: index === 10 ? [key] : [] },
      ),
    );
    await writer.write(messages.slice(15).map(traffic));
    await writer.write(messages.slice(0, 15).map(traffic));
    const [total] = await rows<{ total: string }>(
      `SELECT (counters[1] + sum(rx_bytes))::text AS total FROM counter_base JOIN traffic USING (series_id)
       WHERE traffic.time >= counter_base.time GROUP BY counters`,
    );
    expect(total?.total).toBe(String(agent.counters(key)[0]));
    const [series] = await rows<{ resets: number; since: Date; first_at: Date }>(
      'SELECT resets, since, first_at FROM series',
    );
    expect(series).toEqual({
      resets: 1,
      since: new Date(T0 + 9_000),
      first_at: new Date(T0 - 1_000),
    });
  });

  it('counts a reset once, however often its message comes', async () => {
    const agent = new FakeAgent();
    const message = traffic(agent.tick(T0, { 'host/eth0': eight(3) }, { reset: ['host/eth0'] }));
    await writer.write([message, message]);
    await writer.write([message]);
    expect(await rows('SELECT resets FROM series')).toEqual([{ resets: 1 }]);
  });

  it('holds cumulative counters up to 2^63 - 1', async () => {
    const agent = new FakeAgent(undefined, 2n ** 63n - 1n - 100n);
    await writer.write([traffic(agent.tick(T0, { 'host/eth0': [1] }))]);
    expect(await rows('SELECT counters[8]::text AS top FROM counter_base')).toEqual([{ top: '9223372036854775707' }]);
  });

  it('refuses a message whose run belongs to another host, and stores the rest', async () => {
    const owner = new FakeAgent();
    const thief = new FakeAgent();
    thief.run = owner.run;
    await writer.write([traffic(owner.tick(T0, { 'host/eth0': eight(1) }))]);
    const written = await writer.write([
      traffic(thief.tick(T0, { 'host/eth0': eight(2) })),
      traffic(owner.tick(T0 + 1_000, { 'host/eth0': eight(1) })),
    ]);
    expect(written.refused.map(({ content }) => content.reason)).toEqual(['run: belongs to another host']);
    expect(await sums('traffic', owner.host)).toEqual(owner.truth);
    expect(await sums('traffic', thief.host)).toEqual(new Map());
  });

  it('applies the newest inventory; what it does not list is gone until it is listed again', async () => {
    const agent = new FakeAgent();
    const networks = [
      { id: 'n1', name: 'shop', driver: 'bridge', internal: false, subnets: ['10.1.0.0/24'], bridge: null },
    ];
    const containers = [
      {
        id: 'c1',
        name: 'web',
        image: 'nginx',
        namespace: 'abc',
        hostNetwork: false,
        stack: 's',
        service: 'w',
        pod: null,
        podNamespace: null,
        workload: null,
        labels: {},
        startedAt: T0,
      },
    ];
    await writer.write([inventory(inventoryOf(agent.host, T0, ['host/eth0', 'abc/eth0'], { containers, networks }))]);
    await writer.write([inventory(inventoryOf(agent.host, T0 + 2_000, ['host/eth0']))]);
    const late = inventoryOf(agent.host, T0 + 1_000, ['host/eth0', 'abc/eth0', 'abc/eth9'], { containers, networks });
    await writer.write([inventory(late)]);
    const gone = (): Promise<unknown[]> =>
      rows(`SELECT 'series ' || key AS what, gone_at FROM series UNION ALL SELECT 'container', gone_at FROM container
            UNION ALL SELECT 'network', gone_at FROM network ORDER BY 1`);
    const at = new Date(T0 + 2_000);
    expect(await gone()).toEqual([
      { what: 'container', gone_at: at },
      { what: 'network', gone_at: at },
      { what: 'series abc/eth0', gone_at: at },
      { what: 'series host/eth0', gone_at: null },
    ]);
    await writer.write([inventory({ ...late, at: T0 + 3_000 })]);
    expect(new Set((await gone()).map((row) => (row as { gone_at: unknown }).gone_at))).toEqual(new Set([null]));
    expect(await rows('SELECT name, (agent->>$1)::int AS interval, inventory_at FROM host', ['intervalMs'])).toEqual([
      { name: 'builder-7', interval: 1_000, inventory_at: new Date(T0 + 3_000) },
    ]);
    expect(
      await rows(`SELECT class, uplink, namespace, mtu, state, addresses FROM series WHERE key = 'abc/eth0'`),
    ).toEqual([
      { class: 'container', uplink: false, namespace: 'abc', mtu: 1_500, state: 'up', addresses: ['10.0.0.7'] },
    ]);
  });

  it('takes what an inventory in slices does not list for gone, in any order of the slices', async () => {
    const agent = new FakeAgent();
    const network = (id: string) => ({ id, name: id, driver: 'bridge', internal: false, subnets: [], bridge: null });
    const keys = ['host/eth0', 'host/😀', 'host/\uFFFD', 'abc/eth0'];
    const networks = [network('n1'), network('n2')];
    await writer.write([inventory(inventoryOf(agent.host, T0, keys, { networks }))]);
    const at = T0 + 1_000;
    const split = 'host/\uFFFD';
    const first: InventoryMessage = {
      ...inventoryOf(agent.host, at, ['host/eth0']),
      slice: { interfaces: { from: '', to: split }, containers: { from: '', to: null }, networks: null },
    };
    const second: InventoryMessage = {
      ...inventoryOf(agent.host, at, ['host/😀'], { networks: networks.slice(0, 1) }),
      slice: { interfaces: { from: split, to: null }, containers: null, networks: { from: '', to: null } },
    };
    const gone = async (): Promise<unknown[]> => [
      await rows('SELECT key FROM series WHERE gone_at IS NOT NULL ORDER BY key COLLATE "C"'),
      await rows('SELECT id FROM network WHERE gone_at IS NOT NULL'),
    ];
    await writer.write([inventory(second)]);
    expect(await gone()).toEqual([[{ key: split }], [{ id: 'n2' }]]);
    await writer.write([inventory(first)]);
    expect(await gone()).toEqual([[{ key: 'abc/eth0' }, { key: split }], [{ id: 'n2' }]]);
  });

  it('knows a series before its inventory, and after it was dropped from memory', async () => {
    const agent = new FakeAgent();
    await writer.write([traffic(agent.tick(T0, { 'abc/eth0': eight(1) }))]);
    await writer.write([inventory(inventoryOf(agent.host, T0 + 500, ['host/eth0']))]);
    await writer.write([traffic(agent.tick(T0 + 1_000, { 'abc/eth0': eight(1) }))]);
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
    expect(await rows(`SELECT name, class, namespace, length(net_id) FROM series WHERE key = 'abc/eth0'`)).toEqual([
      { name: 'eth0', class: null, namespace: 'abc', length: 16 },
    ]);
  });

  it('stores on, each message once, when it has forgotten what it remembered for hours', async () => {
    const agent = new FakeAgent();
    const [first, second] = [1_000, 2_000].map((ms) => traffic(agent.tick(T0 + ms, { 'host/eth0': eight(ms) })));
    await writer.write([first!]);
    const hoursOn = performance.now() + 7 * 3_600_000;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(hoursOn);
    const written = await writer.write([first!, second!]);
    clock.mockRestore();
    expect(written.duplicates).toBe(1);
    expect(await sums('traffic', agent.host)).toEqual(agent.truth);
  });

  it('takes the interval of the host into account: a slow agent’s sample is not coarse', async () => {
    const agent = new FakeAgent();
    const slow = inventoryOf(agent.host, T0, ['host/eth0']);
    await writer.write([inventory({ ...slow, agent: { ...slow.agent, intervalMs: 10_000 } })]);
    await writer.write([traffic(agent.tick(T0 + 65_000, { 'host/eth0': eight(10) }, { ms: 10_000 }))]);
    expect(await rows('SELECT time, ms FROM traffic')).toEqual([{ time: new Date(T0 + 55_000), ms: 10_000 }]);
    await refreshAll();
    expect(await rows('SELECT max_rx_bytes_per_second AS max FROM traffic_1m')).toEqual([{ max: 1 }]);
  });

  it('notes when hosts were seen', async () => {
    const agent = new FakeAgent();
    await writer.write([traffic(agent.tick(T0, { 'host/eth0': eight(1) }))]);
    await writer.write([traffic(agent.tick(T0 - 9_000, {}))]);
    expect(await rows('SELECT first_seen, last_seen FROM host')).toEqual([
      { first_seen: new Date(T0 - 10_000), last_seen: new Date(T0) },
    ]);
  });

  it('stores an event once', async () => {
    const message: EventMessage = {
      v: 1,
      host: new FakeAgent().host,
      at: T0,
      kind: 'interface.mtu',
      subject: 'host/eth0',
      before: '1500',
      after: null,
      text: 'MTU of eth0 changed',
    };
    await writer.write([event(message), event(message)]);
    await writer.write([event(message)]);
    expect(await rows('SELECT time, kind, before, after FROM event')).toEqual([
      { time: new Date(T0), kind: 'interface.mtu', before: '1500', after: null },
    ]);
  });

  it('keeps the newest refused messages, bounded in number and size, whatever bytes they hold', async () => {
    const refused = (reason: string): Arrival => ({
      ...arrival({ kind: 'refused', of: 'traffic', reason }),
      payload: new Uint8Array(10_000).fill(0),
    });
    await writer.write(Array.from({ length: MAX_REFUSED_ROWS }, (_, index) => refused(`old ${index}`)));
    await writer.write([refused('newest\u0000')]);
    const [kept] = await rows<{ count: number; longest: number }>(
      'SELECT count(*)::int, max(octet_length(payload)) AS longest FROM refused',
    );
    expect(kept?.count).toBe(MAX_REFUSED_ROWS);
    expect(kept?.longest).toBeLessThanOrEqual(3 * 4_096);
    expect(await rows('SELECT reason FROM refused ORDER BY refused_id DESC LIMIT 1')).toEqual([
      { reason: 'newest\ufffd' },
    ]);
  });
}
