import { COUNTERS } from '@weir/model';
import pg, { type ClientBase, type Pool, type QueryResultRow } from 'pg';
import { decodeFrames } from '../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../apps/aggregator/src/store/block/frame.js';
import { RESOLUTIONS, type Resolution, tableAt } from '../../apps/aggregator/src/store/rollup/level.js';

const SUMS = COUNTERS.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const MAXIMA = ['max_rx_bytes_per_second', 'max_tx_bytes_per_second'];
const COLUMNS = [...SUMS, ...MAXIMA];

/** All raw traffic; it is in two places, see `store/rollup/horizon.ts`. */
export const RAW_SQL = `
SELECT host_id, frames FROM traffic_recent
WHERE time >= coalesce((SELECT time FROM horizon WHERE resolution = 'packed'), '-infinity')
UNION ALL SELECT host_id, frames FROM traffic`;

/**
 * Runs SQL as if traffic were stored a row a series and sample (or bucket), and not packed: on tables `traffic`, `presence`
 * and `unread` (each also with `_1m` and so on), which are made for it of the blocks that are stored now.
 */
export async function queryUnpacked<T extends QueryResultRow>(
  pool: Pool,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = await pool.connect();
  try {
    return await runUnpacked<T>(client, sql, values);
  } finally {
    client.release();
  }
}

/** The same on a connection of its own, since the database may be killed and restarted between two questions. */
export async function queryStore<T extends QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await runUnpacked<T>(client, sql, values);
  } finally {
    await client.end();
  }
}

async function runUnpacked<T extends QueryResultRow>(
  client: ClientBase,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  if (!/\b(traffic|presence|unread)/.test(sql)) return (await client.query<T>(sql, [...values])).rows;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    for (const resolution of RESOLUTIONS) await unpack(client, resolution);
    await client.query('SET LOCAL search_path = pg_temp, public');
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function unpack(client: ClientBase, resolution: Resolution): Promise<void> {
  const [traffic, presence, unread] = ['traffic', 'presence', 'unread'].map((kind) => tableAt(kind, resolution));
  await client.query(`
    CREATE TEMP TABLE unpacked_${traffic} (time timestamptz, series_id int, ms int, ${COLUMNS.map((name) => `${name} ${MAXIMA.includes(name) ? 'float8' : 'bigint'}`).join(', ')});
    CREATE TEMP TABLE unpacked_${presence} (time timestamptz, host_id int, ms int);
    CREATE TEMP TABLE unpacked_${unread} (time timestamptz, series_id int, ms int);`);
  const sql = resolution === 'raw' ? RAW_SQL : `SELECT host_id, frames FROM ${traffic}`;
  const { rows } = await client.query<{ host_id: number; frames: Buffer }>(sql);
  const frames = rows.flatMap(({ host_id: hostId, frames: block }) =>
    decodeFrames(block).map((frame) => ({ hostId, frame })),
  );
  await insert(
    client,
    `unpacked_${traffic}`,
    frames.flatMap(({ frame }) => trafficRows(frame)),
  );
  await insert(
    client,
    `unpacked_${presence}`,
    frames
      .filter(({ frame }) => frame.presenceMs > 0)
      .map(({ hostId, frame }) => ({ time: timeOf(frame), host_id: hostId, ms: frame.presenceMs })),
  );
  await insert(
    client,
    `unpacked_${unread}`,
    frames.flatMap(({ frame }) =>
      frame.unreadIds.map((id, index) => ({ time: timeOf(frame), series_id: id, ms: frame.unreadMs[index] })),
    ),
  );
  for (const kind of [traffic, presence, unread]) {
    await client.query(`ALTER TABLE unpacked_${kind} RENAME TO ${kind}`);
  }
}

async function insert(client: ClientBase, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    JSON.stringify(rows),
  ]);
}

function trafficRows(frame: Frame): object[] {
  return frame.ids.map((id, place) => ({
    time: timeOf(frame),
    series_id: id,
    ms: frame.ms,
    ...Object.fromEntries(SUMS.map((name, column) => [name, frame.columns[column]?.[place]])),
    // Stored one higher than they are; 0 = none.
    ...Object.fromEntries(
      MAXIMA.map((name, index) => {
        const value = frame.columns[SUMS.length + index]?.[place] ?? 0;
        return [name, value === 0 ? null : value - 1];
      }),
    ),
  }));
}

const timeOf = ({ startMs }: Frame): string => new Date(startMs).toISOString();
