import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import pg from 'pg';
import { DISK_UNKNOWN, readDataDisk } from '../capacity/data-disk.js';
import { DISK_LEVELS, diskShare, diskWarning } from '../capacity/fill.js';
import type { Config } from '../config/config.js';
import { readDiskUse } from '../store/disk/disk-use.js';
import { readTimescale } from '../store/edition/timescale.js';
import { requireFit, UnfitDatabaseError } from '../store/edition/unfit.js';
import { MIGRATIONS, readMade } from '../store/migrate.js';
import { foundClock } from './clock.js';
import { examineKeys } from './keys.js';

const TIMEOUT_MS = 5_000;
const WHAT = 'database';

/** Whether the database is there, can do what weir needs, and has room. Nothing in it is changed. */
export async function examineDatabase(config: Config): Promise<readonly Finding[]> {
  const { hostname, port } = new URL(config.databaseUrl);
  const place = `${hostname}:${port || '5432'}`;
  const client = new pg.Client({
    connectionString: config.databaseUrl,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return [foundBroken(WHAT, `cannot be reached at ${place}: ${reasonOf(error)}; start it, or set WEIR_DATABASE_URL`)];
  }
  try {
    await requireFit(client);
    const made = await readMade(client);
    return [
      foundWell(WHAT, `PostgreSQL ${await versionOf(client)} at ${place}, whose user may create tables`),
      await foundEdition(client),
      foundMigrations(made),
      await foundDisk(client, config.databaseUrl),
      foundClock("the database's clock", await clockOf(client)),
      ...examineKeys(
        config.secretKeys,
        made.length > 0 && (await hasTable(client, 'channel')) ? await sealedOf(client) : [],
      ),
    ];
  } catch (error) {
    if (error instanceof UnfitDatabaseError) return [foundBroken(WHAT, error.message)];
    return [foundBroken(WHAT, `does not answer as it should: ${reasonOf(error)}`)];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A refused connection to a name with several addresses has a code and no message. */
function reasonOf(error: unknown): string {
  const { message = '', code = '' } = error as { readonly message?: string; readonly code?: string };
  return message.split('\n')[0] || code || 'no reason told';
}

async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return rows[0]?.version ?? '';
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  return rows[0]?.there === true;
}

async function foundEdition(client: pg.Client): Promise<Finding> {
  const { version, available, licence } = await readTimescale(client);
  if (version !== null && licence !== null) return foundWell('TimescaleDB', `${version}, licence ${licence}`);
  if (version !== null) {
    const remedy = 'add timescaledb to shared_preload_libraries and restart the server';
    return foundBroken('TimescaleDB', `${version} is in the database, but the server did not load it: ${remedy}`);
  }
  return foundUnknown(
    'TimescaleDB',
    available === null
      ? 'is not there: native partitions do'
      : `${available} can be had; an empty database takes it at the first start`,
  );
}

function foundMigrations(made: readonly string[]): Finding {
  const known = MIGRATIONS.map(({ id }) => id);
  const pending = known.filter((id) => !made.includes(id));
  if (made.some((name) => !known.includes(name))) {
    return foundBroken('tables', 'were prepared by a newer weir: run that version, or restore a backup from before');
  }
  if (pending.length === 0) return foundWell('tables', `all ${known.length} migrations are made`);
  return foundUnknown(
    'tables',
    `${pending.length} of ${known.length} migrations are pending: the next start makes them`,
  );
}

async function foundDisk(client: pg.Client, url: string): Promise<Finding> {
  const { databaseBytes, dataDirectory } = await readDiskUse(client);
  const disk = await readDataDisk(url, dataDirectory);
  if (disk === null) return foundUnknown('disk', `the database takes ${megabytes(databaseBytes)} MB. ${DISK_UNKNOWN}`);
  if (diskShare(disk) >= Math.min(...DISK_LEVELS)) return foundBroken('disk', diskWarning(disk, databaseBytes));
  return foundWell(
    'disk',
    `${megabytes(disk.freeBytes)} MB are free; the database takes ${megabytes(databaseBytes)} MB`,
  );
}

async function clockOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  return rows[0]?.ms ?? NaN;
}

async function sealedOf(client: pg.Client): Promise<{ name: string; sealed: Readonly<Record<string, string>> }[]> {
  return (await client.query<{ name: string; sealed: Record<string, string> }>('SELECT name, sealed FROM channel'))
    .rows;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
