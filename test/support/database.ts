import { Client } from 'pg';

/** A real database server on a loopback port; its data survives kill and restart. */
export interface TestDatabase {
  /** The server's first database. */
  readonly url: string;
  /** Makes an empty database and answers its address. */
  createDatabase(): Promise<string>;
  /** SIGKILL of the postmaster, as if the machine's memory had run out. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, recovering what a kill left. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

let made = 0;

/** Makes an empty database on the server at `url`; `extension` is created in it. */
export async function createDatabase(url: string, extension?: string): Promise<string> {
  const name = `test_${process.pid}_${++made}`;
  const created = new URL(url);
  created.pathname = `/${name}`;
  await execute(url, `CREATE DATABASE ${name}`);
  if (extension) await execute(created.href, `CREATE EXTENSION ${extension}`);
  return created.href;
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
