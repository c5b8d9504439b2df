import { Logger } from '@nestjs/common';
import pg from 'pg';

/** Injection token of the `pg` Pool. */
export const DATABASE = Symbol('DATABASE');

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/** The process's pool; connects when first used, and again after the database was away. */
export function createDatabase(url: string): pg.Pool {
  const logger = new Logger('database');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'weir-aggregator',
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // An idle connection that breaks is no failure: the pool replaces it. Without a listener it would end the process.
  pool.on('error', (error) => logger.debug(`an idle connection broke: ${error.message}`));
  // Nor is one that breaks in use: the query under way, or the next one, fails and is handled.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
