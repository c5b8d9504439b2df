import { afterAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { decodeFrames } from '../../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../../apps/aggregator/src/store/block/frame.js';
import { migrate, MIGRATIONS } from '../../../apps/aggregator/src/store/migrate.js';
import { unpackOptional } from '../../../apps/aggregator/src/store/states/optional.js';
import { refreshStates } from '../../../apps/aggregator/src/store/states/refresh.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';

const DAY_MS = 86_400_000;
const D0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS;
const PEER = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const OLD_TABLES = ['host_state', 'container_state', 'protocol', 'protocol_unread', 'latency'].map((name) => ({
  ...{ name, pieceMs: DAY_MS },
}));

function on(start: () => Promise<TestDatabase>): void {
  const pools: pg.Pool[] = [];
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
  });

  it('are packed, and rolled up like what is told from then on', async () => {
    const url = await (await start()).createDatabase();
    const before = await migrate(url, () => undefined, MIGRATIONS.slice(0, 4));
    const pool = openPool(url);
    pool.on('error', () => undefined);
    pools.push(pool);
    const client = await pool.connect();
    await before.ensureRoom(client, OLD_TABLES, [D0, D0 + DAY_MS]);
    const seconds = `generate_series(0, 90000, 10) n`;
    for (const sql of [
      `INSERT INTO host (id, name, first_seen, last_seen) VALUES (gen_random_uuid(), 'web-3', now(), now())`,
      `INSERT INTO state_series (host_id, kind, key) VALUES (1, 'container', 'c'), (1, 'protocol', 'host'), (1, 'protocol', 'x')`,
      `INSERT INTO host_state (time, host_id, ms, failing) SELECT to_timestamp(${D0 / 1000} + n), 1, 10000, '{}' FROM ${seconds}`,
      `INSERT INTO container_state SELECT to_timestamp(${D0 / 1000} + n), 1, 10000, n, null, 7 FROM ${seconds}`,
      `INSERT INTO protocol (time, state_series_id, ms, tcp_in_segments) SELECT to_timestamp(${D0 / 1000} + n), 2, 10000, 3 FROM ${seconds}`,
      // Told twice, in two parts of a tick.
      `INSERT INTO protocol (time, state_series_id, ms, tcp_in_segments) VALUES (to_timestamp(${D0 / 1000}), 2, 10000, 100)`,
      `INSERT INTO protocol_unread VALUES (to_timestamp(${D0 / 1000}), 3, 10000)`,
      `INSERT INTO latency SELECT to_timestamp(${D0 / 1000} + n), 1, 10000, null, 0.5, 'accepted' FROM ${seconds}`,
      `INSERT INTO latency VALUES (to_timestamp(${D0 / 1000}), 1, 10000, '${PEER}', null, 'filtered')`,
    ])
      await client.query(sql);
    client.release();
    const edition = await migrate(url, () => undefined);
    while ((await refreshStates(pool, edition, Date.now())) > 0);
    const frames = async (table: string): Promise<Frame[]> => {
      const { rows } = await pool.query<{ frames: Buffer }>(`SELECT frames FROM ${table}`);
      return rows.flatMap((row) => decodeFrames(row.frames)).sort((a, b) => a.startMs - b.startMs);
    };
    const values = ({ columns }: Frame, row = 0): unknown[] => columns.map((each) => unpackOptional(each[row] ?? 0));
    expect(await frames('container_state')).toHaveLength(9_001);
    const hours = await frames('container_state_1h');
    expect(hours).toHaveLength(26);
    // CPU of the seconds 0, 10 … 3590; memory was never told.
    expect(values(hours[0] as Frame)).toEqual([646_200, 3_600_000, null, 0, null, 7]);
    const [protocols] = await frames('protocol_1h');
    expect(protocols).toMatchObject({ presenceMs: 3_600_000, ids: [2], unreadIds: [3], unreadMs: [10_000] });
    expect(values(protocols as Frame)[4]).toBe(3 * 360 + 100);
    const [latencies] = await frames('latency_1h');
    expect(new Set([0, 1].map((row) => values(latencies as Frame, row).join()))).toEqual(
      new Set(['500,3600000,500,500,360,0,0,0', ',0,,,0,0,1,0']),
    );
    const { rows } = await pool.query(`SELECT relname FROM pg_class WHERE relname LIKE 'old\\_%'`);
    expect(rows).toEqual([]);
  });
}

describe('states of an earlier version, on plain PostgreSQL', () => on(startPostgres));

describeIf(debian13, 'states of an earlier version, on TimescaleDB (apache)', () => on(startTimescale));
