import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg, { type ClientBase } from 'pg';
import { detectEdition } from './edition/detect.js';
import type { Edition } from './edition/edition.js';
import { tables } from './migrations/0001_tables.js';
import { states } from './migrations/0002_states.js';
import { rollups } from './migrations/0003_rollups.js';
import { blocks } from './migrations/0004_blocks.js';
import { packRows } from './migrations/0004_pack_rows.js';
import { packStateRows } from './migrations/0005_pack_states.js';
import { stateRollups } from './migrations/0005_state_rollups.js';
import { clocks } from './migrations/0006_clocks.js';
import { lateFrames } from './migrations/0007_late_frames.js';
import { told } from './migrations/0008_told.js';
import { packedHosts } from './migrations/0009_packed_hosts.js';
import { hostLabels } from './migrations/0010_host_labels.js';
import { lists } from './migrations/0011_lists.js';
import { around } from './migrations/0012_around.js';
import { lateWrites } from './migrations/0013_late_writes.js';
import { lateReach } from './migrations/0014_late_reach.js';
import { names } from './migrations/0015_names.js';
import { patterns } from './migrations/0016_patterns.js';
import { hostIds } from './migrations/0017_host_ids.js';
import { alerts } from './migrations/0018_alerts.js';
import { quietTimes } from './migrations/0019_quiet_times.js';
import { access } from './migrations/0020_access.js';
import { enrolments } from './migrations/0021_enrolments.js';
import { billing } from './migrations/0022_billing.js';
import { reports } from './migrations/0023_reports.js';
import { linkSpeed } from './migrations/0024_link_speed.js';
import { processes } from './migrations/0025_processes.js';
import { reportNames } from './migrations/0026_report_names.js';

interface Migration {
  readonly id: string;
  readonly sql: (edition: Edition) => string;
  /** What SQL alone cannot do, after it and in the same transaction. */
  readonly run?: (client: ClientBase, edition: Edition) => Promise<void>;
}

/** Forward only, in this order; what was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { id: '0001_tables', sql: tables },
  { id: '0002_states', sql: states },
  { id: '0003_rollups', sql: rollups },
  { id: '0004_blocks', sql: blocks, run: packRows },
  { id: '0005_state_rollups', sql: stateRollups, run: packStateRows },
  { id: '0006_clocks', sql: clocks },
  { id: '0007_late_frames', sql: lateFrames },
  { id: '0008_told', sql: told },
  { id: '0009_packed_hosts', sql: packedHosts },
  { id: '0010_host_labels', sql: hostLabels },
  { id: '0011_lists', sql: lists },
  { id: '0012_around', sql: around },
  { id: '0013_late_writes', sql: lateWrites },
  { id: '0014_late_reach', sql: lateReach },
  { id: '0015_names', sql: names },
  { id: '0016_patterns', sql: patterns },
  { id: '0017_host_ids', sql: hostIds },
  { id: '0018_alerts', sql: alerts },
  { id: '0019_quiet_times', sql: quietTimes },
  { id: '0020_access', sql: access },
  { id: '0021_enrolments', sql: enrolments },
  { id: '0022_billing', sql: billing },
  { id: '0023_reports', sql: reports },
  { id: '0024_link_speed', sql: linkSpeed },
  { id: '0025_processes', sql: processes },
  { id: '0026_report_names', sql: reportNames },
];

/**
 * The library reads file names from here; the list above decides what is run, in source and in build alike. Found from the folder of
 * the bundle, too, which lies one below `dist`.
 */
const MIGRATIONS_DIR = fileURLToPath(new URL('../store/migrations', import.meta.url));
const ONE_SOURCE_FILE = String.raw`(?!0001_tables\.(ts|js)$).*`;

/** The migrations that were made of a database; none where it was never prepared. */
export async function readMade(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('migration') IS NOT NULL AS there`);
  if (rows[0]?.there !== true) return [];
  return (await client.query<{ name: string }>('SELECT name FROM migration')).rows.map(({ name }) => name);
}

/** Brings the database up to date, however many replicas try at once, and says which edition it is. */
export async function migrate(
  url: string,
  log: (line: string) => void,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Edition> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  // A connection that breaks between two queries also fails the next query; that failure is the one that is handled.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const edition = await detectEdition(client, url);
    await runMigrations(client, edition, log, migrations);
    return edition;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function runMigrations(
  dbClient: pg.Client,
  edition: Edition,
  log: (line: string) => void,
  migrations: readonly Migration[],
): Promise<void> {
  const quiet = (): void => undefined;
  const units = migrations.map(({ id, sql, run }) => ({
    id,
    filePaths: [],
    actions: {
      up: async (): Promise<void> => {
        await dbClient.query(sql(edition));
        await run?.(dbClient, edition);
      },
    },
  }));
  const run = await runner({
    dbClient,
    dir: MIGRATIONS_DIR,
    ignorePattern: ONE_SOURCE_FILE,
    migrationLoaderStrategies: [{ extensions: ['.ts', '.js'], loader: () => Promise.resolve(units) }],
    migrationsTable: 'migration',
    direction: 'up',
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: { debug: quiet, info: quiet, warn: log, error: log },
  });
  for (const { name } of run) log(`applied migration ${name} (edition ${edition.name})`);
}
