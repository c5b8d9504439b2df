import { Logger } from '@nestjs/common';
import pg from 'pg';
import { ScopedReaders } from './scoped/scoped-readers.js';

/** Injection token of the `pg` Pool. */
export const DATABASE = Symbol('DATABASE');

/** Injection token of the pool that questions are answered from, apart, so that they never hold up what is stored. */
export const READERS = Symbol('READERS');

/** Whoever stores, rolls up, packs, watches and looks for words has one each; not all of them at once. */
export const MOST_CONNECTIONS = 10;
/** More questions at once than this make each other slower, and none of them faster. */
export const MOST_READERS = 8;
/** One operation may ask for dozens of things, each a statement of its own. */
const MOST_WAITING_READERS = 256;

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;
/** Who asks has left by then, or asks for too much. */
export const READ_TIMEOUT_MS = 10_000;
/** How soon the server stops working for a process, or a question, that is gone. */
const CHECK_INTERVAL_MS = 1_000;

/** The process's pool; connects when first used, and again after the database was away. */
export function createDatabase(url: string): pg.Pool {
  return surviving(
    new pg.Pool({
      ...settingsOf(url),
      application_name: 'weir-aggregator',
      max: MOST_CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    }),
  );
}

/** The pool of questions: bounded in connections, in those who wait, in time, and in the hosts that who asks may see of. */
export function createReaders(url: string): pg.Pool {
  return surviving(
    new ScopedReaders({
      ...settingsOf(url),
      application_name: 'weir-aggregator-api',
      max: MOST_READERS,
      mostWaiting: MOST_WAITING_READERS,
      statement_timeout: READ_TIMEOUT_MS,
      onConnect: prepareReader,
    }),
  );
}

function settingsOf(url: string): pg.PoolConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

async function prepareReader(client: pg.ClientBase): Promise<void> {
  // Hosts and interfaces lie in memory, and what is measured on no spinning disk: taken for slow, indexes would not be used.
  await client.query('SET random_page_cost = 1.1');
  // Without it the server works on until it has something to send. Servers on Windows do not know it.
  await client.query(`SET client_connection_check_interval = ${CHECK_INTERVAL_MS}`).catch(() => undefined);
}

function surviving(pool: pg.Pool): pg.Pool {
  const logger = new Logger('database');
  // An idle connection that breaks is no failure: the pool replaces it. Without a listener it would end the process.
  pool.on('error', (error) => logger.debug(`an idle connection broke: ${error.message}`));
  // Nor is one that breaks in use: the query under way, or the next one, fails and is handled.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
