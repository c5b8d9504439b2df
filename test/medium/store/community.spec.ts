import { describe } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import type { TestDatabase } from '../../support/database.js';
import { startPglite } from '../../support/pglite.js';
import { statesContract } from './states-contract.js';
import { storeContract } from './store-contract.js';

describe('the store on TimescaleDB (community, in memory)', () => {
  storeContract('community', startPglite);
});

describe('states on TimescaleDB (community, in memory)', () => {
  let server: Promise<TestDatabase> | undefined;
  const pools: pg.Pool[] = [];
  statesContract(
    async () => {
      const url = await (await (server ??= startPglite())).createDatabase();
      const edition = await migrate(url, () => undefined);
      const pool = new pg.Pool({ connectionString: url });
      pool.on('error', () => undefined);
      pools.push(pool);
      return { pool, edition };
    },
    async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  );
});
