import { COUNTERS } from '@weir/model';
import type pg from 'pg';
import { WINDOW_MS, windowOf } from '../../apps/aggregator/src/store/block/window.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { createDatabase, execute, openPool } from '../support/database.js';
import { packRecent } from '../support/packed.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { hasVictoriaMetrics, startVictoriaMetrics, type TestVictoriaMetrics } from '../support/victoria-metrics.js';
import { announce, quick, report } from './report.js';
import { type HostRows, hostRows } from './storage-rows.js';

const HOSTS = quick ? 10 : 100;
const SERIES_A_HOST = 40;
const WINDOWS = quick ? 1 : 3;
const FLEET = { seed: 4, hosts: HOSTS, seriesPerHost: SERIES_A_HOST, isIdleAtTimes: true };
/** What the writer is given at once. */
const BATCH = 500;
/** Time for a window to be sealed after its end, and more. */
const PAST_MS = 300_000;
const UNTIL_MS = windowOf(Date.now() - PAST_MS);
const STRETCH = { fromSecond: (UNTIL_MS - WINDOWS * WINDOW_MS) / 1_000, untilSecond: UNTIL_MS / 1_000 };
const DATABASE_URL = process.env['WEIR_BENCH_DATABASE_URL'];

announce(
  `Bytes on disk for a row = one series, one second, eight counters, idle or not: ${HOSTS} simulated hosts × ${SERIES_A_HOST} series ×
${(WINDOWS * WINDOW_MS) / 60_000} minutes, written as messages by the aggregator's own writer to ${DATABASE_URL ? 'the database of WEIR_BENCH_DATABASE_URL' : 'an embedded PostgreSQL'}, then
packed by its own packer. The two ends of a container's link are read 5 ms apart. Measured is all of the table, its index and TOAST included. Beside it VictoriaMetrics, given the
same as cumulative counters every second; of its folder only the data are counted, not index and caches, after a merge.`,
);
try {
  const server = DATABASE_URL ?? (await startPostgres()).url;
  const databaseUrl = await createDatabase(server);
  const edition = await migrate(databaseUrl, () => undefined);
  const pool = openPool(databaseUrl, 2);
  pool.on('error', () => undefined);
  const writer = new BatchWriter(pool, edition);
  const victoriaMetrics = hasVictoriaMetrics() ? await startVictoriaMetrics() : null;
  if (!victoriaMetrics) console.log('victoria-metrics is not installed (Debian package of that name): not compared');

  let offered = 0;
  let moved = 0;
  for (let host = 0; host < HOSTS; host += 1) {
    const rows = hostRows(FLEET, host, STRETCH);
    offered += rows.offered;
    moved += rows.moved;
    for (let from = 0; from < rows.arrivals.length; from += BATCH)
      await writer.write(rows.arrivals.slice(from, from + BATCH));
    await victoriaMetrics?.importJson(importLines(host, rows));
  }
  const packSeconds = await seconds(() => packRecent(pool, edition));
  const packedBytes = await tableBytes(pool, 'traffic');
  await pool.end();
  await execute(server, `DROP DATABASE ${new URL(databaseUrl).pathname.slice(1)} WITH (FORCE)`);
  console.log(
    `${offered} rows, ${Math.round(100 - (100 * moved) / offered)} % of them idle; packed in ${packSeconds.toFixed(1)} s`,
  );
  report('storage', {
    bytesPerRow: perRow(packedBytes),
    bytesPerRowVictoriaMetrics: victoriaMetrics && perRow(await dataBytes(victoriaMetrics)),
    rows: offered,
    idlePercent: Math.round(100 - (100 * moved) / offered),
    edition: edition.name,
  });

  function perRow(bytes: number): number {
    return Math.round((bytes / offered) * 1_000) / 1_000;
  }
} finally {
  await stopAll();
}

function importLines(host: number, { counters, timesMs }: HostRows): string {
  const lines: string[] = [];
  for (const [key, { from, columns }] of counters) {
    COUNTERS.forEach((counter, index) => {
      const values = columns[index] ?? [];
      const metric = { __name__: `weir_${counter}_total`, host: `host-${host}`, interface: key };
      lines.push(`${JSON.stringify({ metric, values, timestamps: timesMs.slice(from, from + values.length) })}\n`);
    });
  }
  return lines.join('');
}

async function dataBytes(server: TestVictoriaMetrics): Promise<number> {
  const bytes = await server.mergedBytes();
  await server.stop();
  return bytes;
}

/** A table with all its pieces, indexes and what is stored out of line. */
async function tableBytes(pool: pg.Pool, table: string): Promise<number> {
  await pool.query('CHECKPOINT');
  const { rows } = await pool.query<{ bytes: string }>(
    `WITH RECURSIVE piece AS (
       SELECT $1::regclass::oid AS oid UNION ALL SELECT inhrelid FROM pg_inherits JOIN piece ON inhparent = piece.oid
     ) SELECT sum(pg_total_relation_size(oid)) AS bytes FROM piece`,
    [table],
  );
  return Number(rows[0]?.bytes);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1_000;
}
