import pg from 'pg';
import { ApacheEdition } from './apache.js';
import type { Edition } from './edition.js';
import { PlainEdition } from './plain.js';

const OLDEST_VERSION = 150_000;

/** The database can be reached but cannot do what weir needs; the message is one sentence with the remedy. */
export class UnfitDatabaseError extends Error {}

/** Finds out what the server is. What exists already decides; else TimescaleDB is used where it can be had. */
export async function detectEdition(client: pg.ClientBase, url: string): Promise<Edition> {
  await requireVersion(client);
  const kind = await kindOfTraffic(client);
  if (kind === 'p') return new PlainEdition();
  if (kind !== null || (await hasTimescale(client)) || (await addTimescale(client, url))) return new ApacheEdition();
  return new PlainEdition();
}

async function requireVersion(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  );
  const version = rows[0];
  if (!version || version.number >= OLDEST_VERSION) return;
  throw new UnfitDatabaseError(
    `the database server is PostgreSQL ${version.name}, but weir needs 15 or newer: upgrade it, or set WEIR_DATABASE_URL to another`,
  );
}

async function kindOfTraffic(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ kind: string }>(
    `SELECT relkind::text AS kind FROM pg_class WHERE oid = to_regclass('traffic')`,
  );
  return rows[0]?.kind ?? null;
}

/** The licence decides which features may be used; both licences have hypertables. */
async function hasTimescale(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ installed: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') AS installed`,
  );
  return rows[0]?.installed ?? false;
}

/** Tried on a connection of its own: a server that has the files but did not preload them ends the connection. */
async function addTimescale(client: pg.ClientBase, url: string): Promise<boolean> {
  const { rows } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'timescaledb'`);
  if (rows.length === 0) return false;
  const trial = new pg.Client({ connectionString: url });
  trial.on('error', () => undefined);
  try {
    await trial.connect();
    await trial.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
  } catch {
    // Not preloaded, or not allowed to this user: native partitions do.
  } finally {
    await trial.end().catch(() => undefined);
  }
  return hasTimescale(client);
}
