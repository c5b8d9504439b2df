import { afterAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { ApacheEdition } from '../../../apps/aggregator/src/store/edition/apache.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { openPool } from '../../support/database.js';
import { startPglite } from '../../support/pglite.js';
import { FakeAgent, stateOf } from './fake-agent.js';
import { type PreparedServer, prepareServer } from './prepared-server.js';
import { type PreparedStore, statesContract } from './states-contract.js';
import { storeContract } from './store-contract.js';

let started: Promise<PreparedServer> | undefined;
/** Making one takes seconds of a core. */
const prepareOnce = (): Promise<PreparedServer> => (started ??= prepareServer(startPglite));

describe('the store on TimescaleDB (community, in memory)', () => {
  storeContract('community', prepareOnce);
});

describe('states on TimescaleDB (community, in memory)', () => {
  const pools: pg.Pool[] = [];

  const prepare = async (): Promise<PreparedStore> => {
    const { server, prepared } = await prepareOnce();
    const url = await server.createDatabase(prepared);
    const edition = await migrate(url, () => undefined);
    const pool = openPool(url);
    pool.on('error', () => undefined);
    pools.push(pool);
    return { pool, edition };
  };
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
  });

  statesContract(prepare, () => Promise.resolve());

  // What the columnstore holds cannot be read under the other licence, and a policy drops what is not rolled up yet.
  it('go on when the licence becomes apache’s: nothing is in the columnstore, no policy runs', async () => {
    const { pool, edition } = await prepare();
    const agent = new FakeAgent();
    const at = Date.now() - 60_000;
    for (const [seq, each] of [edition, new ApacheEdition()].entries()) {
      const message = { ...stateOf(agent, at + seq * 10_000, { load: [1, 2, 3] }), seq: seq + 1 };
      const head = { subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs: at, sentMs: null };
      await new BatchWriter(pool, each).write([{ ...head, content: { kind: 'state', message } }]);
    }
    const count = async (sql: string): Promise<unknown> => (await pool.query<{ n: number }>(sql)).rows[0]?.n;
    expect(await count('SELECT count(*)::int AS n FROM host_state')).toBe(2);
    expect(await count('SELECT count(*)::int AS n FROM timescaledb_information.hypertables')).toBeGreaterThan(10);
    expect(
      await count('SELECT count(*)::int AS n FROM timescaledb_information.hypertables WHERE compression_enabled'),
    ).toBe(0);
    expect(
      await count('SELECT count(*)::int AS n FROM timescaledb_information.jobs WHERE hypertable_name IS NOT NULL'),
    ).toBe(0);
  });
});
