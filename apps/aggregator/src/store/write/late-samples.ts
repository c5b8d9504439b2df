import { COUNTERS } from '@weir/model';
import type { ClientBase } from 'pg';
import { COLUMN } from '../columns.js';
import { asTimestamp, type Horizons } from '../rollup/horizon.js';
import { type Level, levelAbove, LEVELS, tableAt } from '../rollup/level.js';
import { capped, MAX_COLUMNS, maxRate, SUM_COLUMNS } from '../rollup/sql.js';
import type { SampleRows } from './samples.js';
import { COARSE_INTERVALS, INTERVAL_MS } from './split.js';
import { copySamples } from './write-samples.js';

const TABLES = ['traffic', 'presence', 'unread'] as const;

/**
 * Adds samples of a time whose raw rows have been dropped: to the finest level that still holds their time, and marks
 * what is made from it. The caller keeps the horizons in place, and has written the batch's bases.
 */
export async function writeLateSamples(client: ClientBase, late: SampleRows, horizons: Horizons): Promise<void> {
  if (TABLES.every((table) => late[table].count === 0)) return;
  for (const table of TABLES) {
    await client.query(`CREATE TEMP TABLE IF NOT EXISTS late_${table} (LIKE ${table}) ON COMMIT DELETE ROWS`);
  }
  await copySamples(client, 'late_', late);
  for (const level of LEVELS) await addToLevel(client, level, horizons);
  await client.query(ADD_TO_BASES);
}

async function addToLevel(client: ClientBase, level: Level, horizons: Horizons): Promise<void> {
  const isCoarsest = levelAbove(level.name) === null;
  const range = [isCoarsest ? -Infinity : horizons[level.name], horizons[level.source]].map(asTimestamp);
  for (const sql of [addTraffic(level), addPresence(level), addUnread(level)]) await client.query(sql, range);
  const above = levelAbove(level.name);
  if (above) await client.query(markAbove(above), range);
}

const IN_RANGE = 'late.time >= $1::timestamptz AND late.time < $2::timestamptz';
const bucketOf = ({ bucketMs }: Level): string =>
  `date_bin('${bucketMs / 1_000} s', late.time, timestamptz '1970-01-01 00:00:00+00')`;

function addTraffic(level: Level): string {
  const table = tableAt('traffic', level.name);
  const added = SUM_COLUMNS.map(
    (column) => `${column} = ${capped(`${table}.${column}::numeric + EXCLUDED.${column}`)}`,
  );
  const highest = MAX_COLUMNS.map((column) => `${column} = greatest(${table}.${column}, EXCLUDED.${column})`);
  return `
WITH chosen AS MATERIALIZED (
  SELECT series_id, ${COARSE_INTERVALS} * ${INTERVAL_MS} AS coarse_ms FROM series JOIN host USING (host_id)
  WHERE series_id IN (SELECT series_id FROM late_traffic))
INSERT INTO ${table} (time, series_id, ${[...SUM_COLUMNS, ...MAX_COLUMNS].join(', ')})
SELECT ${bucketOf(level)}, series_id, ${SUM_COLUMNS.map((column) => capped(`sum(${column})`)).join(', ')},
  ${maxRate('rx_bytes')}, ${maxRate('tx_bytes')}
FROM late_traffic AS late JOIN chosen USING (series_id) WHERE ${IN_RANGE}
GROUP BY 1, 2
ON CONFLICT (series_id, time) DO UPDATE SET ${[...added, ...highest].join(', ')}`;
}

function addPresence(level: Level): string {
  const table = tableAt('presence', level.name);
  return `
INSERT INTO ${table} (time, host_id, ms)
SELECT ${bucketOf(level)}, host_id, sum(ms) FROM late_presence AS late WHERE ${IN_RANGE} GROUP BY 1, 2
ON CONFLICT (host_id, time) DO UPDATE SET ms = ${table}.ms + EXCLUDED.ms`;
}

/** What a later sample of the same batch reaches over is no gap; see `made-up.ts`. */
function addUnread(level: Level): string {
  const table = tableAt('unread', level.name);
  return `
INSERT INTO ${table} (time, series_id, ms)
SELECT ${bucketOf(level)}, series_id, sum(ms) FROM late_unread AS late
WHERE ${IN_RANGE} AND NOT EXISTS (
  SELECT FROM late_traffic AS sample WHERE sample.series_id = late.series_id AND sample.time <= late.time
    AND sample.time + sample.ms * interval '1 ms' > late.time)
GROUP BY 1, 2
ON CONFLICT (series_id, time) DO UPDATE SET ms = ${table}.ms + EXCLUDED.ms`;
}

function markAbove(above: Level): string {
  return `
INSERT INTO ${tableAt('dirty', above.name)} (bucket, host_id)
SELECT ${bucketOf(above)}, host_id FROM late_presence AS late WHERE ${IN_RANGE}
UNION SELECT ${bucketOf(above)}, host_id FROM late_traffic AS late JOIN series USING (series_id) WHERE ${IN_RANGE}
UNION SELECT ${bucketOf(above)}, host_id FROM late_unread AS late JOIN series USING (series_id) WHERE ${IN_RANGE}`;
}

/** A total is the newest base and all raw rows since; these never become raw rows, so the base takes them up. */
const ADD_TO_BASES = `
UPDATE counter_base SET counters = added.counters
FROM (
  SELECT base.series_id, ARRAY[${COUNTERS.map((counter, index) =>
    capped(`base.counters[${index + 1}] + sum(late.${COLUMN[counter]})`),
  ).join(', ')}] AS counters
  FROM late_traffic AS late JOIN counter_base AS base USING (series_id) WHERE late.time >= base.time
  GROUP BY base.series_id, base.counters) AS added
WHERE counter_base.series_id = added.series_id`;
