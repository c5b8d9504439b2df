import pg from 'pg';
import { ApacheEdition } from './apache.js';
import { CommunityEdition } from './community.js';
import type { Edition } from './edition.js';
import { PlainEdition } from './plain.js';
import { readTimescale } from './timescale.js';
import { requireFit, UnfitDatabaseError } from './unfit.js';

/**
 * Finds out what the server is. What exists already decides; else TimescaleDB is used where it can be had. Its licence only
 * gives the edition its name, so a server may change it.
 */
export async function detectEdition(client: pg.ClientBase, url: string): Promise<Edition> {
  await requireFit(client);
  const kind = await kindOfTraffic(client);
  if (kind === 'p') return new PlainEdition();
  const installed = (await hasTimescale(client)) || (kind === null && (await addTimescale(client, url)));
  if (installed) return (await licenceOf(client)) === 'timescale' ? new CommunityEdition() : new ApacheEdition();
  if (kind === null) return new PlainEdition();
  throw new UnfitDatabaseError(
    'the tables in the database are those of TimescaleDB, which is not there: restore them into a database that has the extension timescaledb',
  );
}

/** Of the table that every version has: `p` = native partitions, `r` = a hypertable; null = not there yet. */
async function kindOfTraffic(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ kind: string }>(
    `SELECT relkind::text AS kind FROM pg_class WHERE oid = to_regclass('traffic')`,
  );
  return rows[0]?.kind ?? null;
}

async function hasTimescale(client: pg.ClientBase): Promise<boolean> {
  return (await readTimescale(client)).version !== null;
}

async function licenceOf(client: pg.ClientBase): Promise<string> {
  const { licence } = await readTimescale(client);
  if (licence !== null) return licence;
  throw new UnfitDatabaseError(
    'the database has the extension timescaledb, but the server did not load it: add timescaledb to shared_preload_libraries and restart the server',
  );
}

/** Tried on a connection of its own: a server that has the files but did not preload them ends the connection. */
async function addTimescale(client: pg.ClientBase, url: string): Promise<boolean> {
  if ((await readTimescale(client)).available === null) return false;
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
