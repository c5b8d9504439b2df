import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { requireFit, UnfitDatabaseError } from '../../../apps/aggregator/src/store/edition/unfit.js';
import { createDatabase, execute, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';

const quiet = (): void => undefined;

async function refusalOf(url: string): Promise<string> {
  const error: unknown = await migrate(url, quiet).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(UnfitDatabaseError);
  return (error as Error).message;
}

describe('a database that lacks what is needed is refused in one sentence', () => {
  let server: TestDatabase;
  let url: string;

  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    for (const user of ['reader', 'homeless', 'guest'])
      await execute(server.url, `CREATE USER ${user} PASSWORD '${user}'`);
  });

  const as = (user: string, database = url): string => {
    const address = new URL(database);
    address.username = address.password = user;
    return address.href;
  };

  it('an old server', async () => {
    const facts = { version_number: 140_011, version: '14.11', encoding: 'UTF8', replica: false };
    const client = { query: () => Promise.resolve({ rows: [facts] }) } as unknown as pg.ClientBase;
    await expect(requireFit(client)).rejects.toThrow(
      'the database server is PostgreSQL 14.11, but weir needs 15 or newer: upgrade it',
    );
  });

  it('an encoding that has not all characters', async () => {
    const latin = new URL(server.url);
    latin.pathname = '/latin';
    await execute(server.url, `CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0`);
    expect(await refusalOf(latin.href)).toBe(
      `the database latin has the encoding LATIN1, but names come in any script: create one with ENCODING 'UTF8' and set WEIR_DATABASE_URL to it`,
    );
  });

  it('a user who may not create tables', async () => {
    expect(await refusalOf(as('reader'))).toBe(
      'the user reader may not create tables in the schema public: run GRANT CREATE ON SCHEMA public TO reader as its owner',
    );
    await execute(url, 'GRANT CREATE ON SCHEMA public TO reader');
    expect((await migrate(as('reader'), quiet)).name).toBe('none');
  });

  it('a user without a schema', async () => {
    await execute(server.url, `ALTER USER homeless SET search_path = 'nowhere'`);
    expect(await refusalOf(as('homeless'))).toContain(
      'the user homeless has no schema to work in: grant it USAGE and CREATE',
    );
  });

  it('a user who may not change anything', async () => {
    await execute(server.url, 'ALTER USER guest SET default_transaction_read_only = on');
    expect(await refusalOf(as('guest'))).toContain('the database takes no changes from the user guest: set default');
  });

  it('tables of TimescaleDB without it', async () => {
    const restored = await createDatabase(server.url);
    await execute(restored, 'CREATE TABLE traffic (time timestamptz)');
    expect(await refusalOf(restored)).toContain(
      'the tables in the database are those of TimescaleDB, which is not there',
    );
  });

  it('a replica', async () => {
    const [row] = await execute(server.url, `SELECT current_setting('data_directory') AS directory`);
    await server.kill();
    await writeFile(join(String(row?.['directory']), 'standby.signal'), '');
    await server.restart();
    await eventually('the replica answers', () => execute(server.url, 'SELECT 1'));
    expect(await refusalOf(url)).toBe(
      'the database server is a read-only replica: set WEIR_DATABASE_URL to its primary',
    );
  });
});

describeIf(debian13, 'a server that did not load TimescaleDB', () => {
  it('is refused where the extension is there, and used as it is where it is not', async () => {
    const server = await startTimescale();
    const url = await server.createDatabase();
    expect((await migrate(url, quiet)).name).toBe('apache');
    await execute(server.url, 'CREATE DATABASE empty');
    await execute(server.url, `ALTER SYSTEM SET shared_preload_libraries = 'auto_explain'`);
    await server.restart();
    expect(await refusalOf(url)).toBe(
      'the database has the extension timescaledb, but the server did not load it: add timescaledb to shared_preload_libraries and restart the server',
    );
    const empty = new URL(server.url);
    empty.pathname = '/empty';
    expect((await migrate(empty.href, quiet)).name).toBe('none');
  });
});
