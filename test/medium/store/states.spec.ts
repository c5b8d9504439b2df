import { describe } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import type { TestDatabase } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
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
}

describe('states on plain PostgreSQL', () => on(startPostgres));

describeIf(debian13, 'states on TimescaleDB (apache)', () => on(startTimescale));
