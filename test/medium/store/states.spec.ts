import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { lockRollup, tryLockPacking } from '../../../apps/aggregator/src/store/rollup/lock.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import type { TestDatabase } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
import { FakeAgent, stateOf } from './fake-agent.js';
import { type PreparedStore, statesContract } from './states-contract.js';

function on(start: () => Promise<TestDatabase>): void {
  let server: Promise<TestDatabase> | undefined;
  const pools: pg.Pool[] = [];
  const prepare = async (): Promise<PreparedStore> => {
    server ??= start();
    const url = await (await server).createDatabase();
    const edition = await migrate(url, () => undefined);
    const pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => undefined);
    pools.push(pool);
    return { pool, edition };
  };
  statesContract(prepare, async () => {
    await Promise.all(pools.map((pool) => pool.end()));
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
