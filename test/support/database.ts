import { Client, Pool } from 'pg';

/** A real database server on a loopback port; its data survives kill and restart. */
export interface TestDatabase {
  /** The server's first database. */
  readonly url: string;
  /**
   * Makes a database and answers its address: an empty one, or a copy of another, to which nobody can connect from then
   * on. In memory the copy is that one itself, as it was when it was copied first.
   */
  createDatabase(copied?: string): Promise<string>;
  /** SIGKILL of the postmaster, as if the machine's memory had run out. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, recovering what a kill left. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

let made = 0;

/** Makes an empty database on the server at `url`; `extension` is created in it. Or a copy of another. */
export async function createDatabase(
  url: string,
  { extension, copied }: { readonly extension?: string; readonly copied?: string | undefined } = {},
): Promise<string> {
  const name = `test_${process.pid}_${++made}`;
  const created = new URL(url);
  created.pathname = `/${name}`;
  await execute(url, `CREATE DATABASE ${name}${copied ? ` TEMPLATE ${await leaveAlone(url, copied)}` : ''}`);
  if (extension && !copied) await execute(created.href, `CREATE EXTENSION ${extension}`);
  return created.href;
}

/** Nobody may be connected to what is copied. */
async function leaveAlone(url: string, database: string): Promise<string> {
  const name = new URL(database).pathname.slice(1);
  await execute(
    url,
    `ALTER DATABASE ${name} ALLOW_CONNECTIONS false;
     SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  return name;
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Connections for a test. One that the server ends is no failure: a pool's `end()` returns before they are closed. */
export function openPool(url: string, max = 10): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}
