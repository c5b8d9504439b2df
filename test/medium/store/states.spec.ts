import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { lockRollup, tryLockPacking } from '../../../apps/aggregator/src/store/rollup/lock.js';
import { lockStateRollup } from '../../../apps/aggregator/src/store/states/lock.js';
import type { Arrival } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
import { FakeAgent, stateOf } from './fake-agent.js';
import { type PreparedStore, statesContract } from './states-contract.js';

async function expectWaiting(pool: pg.Pool): Promise<void> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
     WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`,
  );
  expect(rowCount).toBeGreaterThan(0);
}

function on(start: () => Promise<TestDatabase>): void {
  let started: Promise<readonly [TestDatabase, string]> | undefined;
  const pools: pg.Pool[] = [];
  const startOnce = async (): Promise<readonly [TestDatabase, string]> => {
    const server = await start();
    const prepared = await server.createDatabase();
    await migrate(prepared, () => undefined);
    return [server, prepared];
  };
  const prepare = async (): Promise<PreparedStore> => {
    const [server, prepared] = await (started ??= startOnce());
    const url = await server.createDatabase(prepared);
    const edition = await migrate(url, () => undefined);
    const pool = openPool(url);
    pool.on('error', () => undefined);
    pools.push(pool);
    return { pool, edition };
  };
  statesContract(prepare, async () => {
    await Promise.all(pools.map((pool) => pool.end()));
  });

  it('that come late wait for the roll-up, which may be writing the row that they are added to', async () => {
    const { pool, edition } = await prepare();
    const agent = new FakeAgent();
    await pool.query(`INSERT INTO horizon VALUES ('state', now() - interval '1 day')`);
    const late = Date.now() - 2 * 86_400_000;
    const tell = (seq: number): Arrival => {
      const message = { ...stateOf(agent, late, { load: [seq, 0, 0] }), seq };
      const head = { subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs: Date.now(), sentMs: null };
      return { ...head, content: { kind: 'state', message } };
    };
    const writer = new BatchWriter(pool, edition);
    await writer.write([tell(1)]);
    const rollup = await pool.connect();
    await rollup.query('BEGIN');
    await lockStateRollup(rollup);
    // As the roll-up does: it reads a row, and writes it again with another bucket.
    const { rows } = await rollup.query<{ ms: string }>('SELECT ms FROM host_state_5m');
    const written = writer.write([tell(2)]);
    await Promise.race([written, eventually('the writer waits', () => expectWaiting(pool))]);
    await rollup.query('UPDATE host_state_5m SET ms = $1', [Number(rows[0]?.ms) + 1]);
    await rollup.query('COMMIT');
    rollup.release();
    await written;
    expect((await pool.query<{ ms: string }>('SELECT ms FROM host_state_5m')).rows).toEqual([{ ms: '20001' }]);
  });

  it('are stored while traffic is packed and rolled up', async () => {
    const { pool, edition } = await prepare();
    const message = stateOf(new FakeAgent(), Date.now(), { load: [1, 2, 3] });
    const head = { subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs: Date.now(), sentMs: null };
    const packing = await pool.connect();
    try {
      await packing.query('BEGIN');
      expect(await tryLockPacking(packing)).toBe(true);
      await lockRollup(packing);
      await new BatchWriter(pool, edition).write([{ ...head, content: { kind: 'state', message } }]);
    } finally {
      packing.release(true);
    }
  });
}

describe('states on plain PostgreSQL', () => on(startPostgres));

describeIf(debian13, 'states on TimescaleDB (apache)', () => on(startTimescale));
