import { type Counter, COUNTERS } from '@weir/model';
import pg, { type ClientBase, type Pool, type QueryResultRow } from 'pg';
import { decodeFrames } from '../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../apps/aggregator/src/store/block/frame.js';
import { NOT_PACKED_SQL } from '../../apps/aggregator/src/store/block/rows.js';
import { RESOLUTIONS, tableAt } from '../../apps/aggregator/src/store/rollup/level.js';

const columnOf = (counter: Counter): string => counter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const COUNTER_COLUMNS = COUNTERS.map(columnOf);
const MAXIMA = ['max_rx_bytes_per_second', 'max_tx_bytes_per_second'];
const COLUMNS = [...COUNTER_COLUMNS, ...MAXIMA];

interface Kind {
  /** Besides time and length. */
  readonly columns: string;
  rowsOf(frame: Frame, hostId: number): object[];
}

const KINDS: Readonly<Record<'traffic' | 'presence' | 'unread', Kind>> = {
  traffic: {
    columns: `series_id int, ${COLUMNS.map((name) => `${name} ${MAXIMA.includes(name) ? 'float8' : 'bigint'}`).join(', ')}`,
    rowsOf: trafficRows,
  },
  presence: {
    columns: 'host_id int',
    rowsOf: (frame, hostId) =>
      frame.presenceMs > 0 ? [{ time: timeOf(frame), host_id: hostId, ms: frame.presenceMs }] : [],
  },
  unread: {
    columns: 'series_id int',
    rowsOf: (frame) =>
      frame.unreadIds.map((id, index) => ({ time: timeOf(frame), series_id: id, ms: frame.unreadMs[index] })),
  },
};

/** SQL: what each counter adds up to, in their order. */
export const SUMS_SQL = COUNTER_COLUMNS.map((name) => `sum(${name})::text`).join(', ');

/** SQL: the same by the names of the counters; 0 where there is no row. */
export const NAMED_SUMS_SQL = COUNTERS.map(
  (counter) => `coalesce(sum(${columnOf(counter)}), 0)::text AS "${counter}"`,
).join(', ');

/** Every table that SQL may name. */
const TABLES = RESOLUTIONS.flatMap((resolution) =>
  (Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => ({ name: tableAt(kind, resolution), kind, resolution })),
);
type Table = (typeof TABLES)[number];

/** All raw traffic; it is in two places, see `store/rollup/horizon.ts`. */
export const RAW_SQL = `
SELECT host_id, frames FROM traffic_recent
WHERE ${NOT_PACKED_SQL}
UNION ALL SELECT host_id, frames FROM traffic`;

/**
 * Runs SQL as if traffic were stored a row a series and sample (or bucket), and not packed: on tables `traffic`, `presence`
 * and `unread` (each also with `_1m` and so on), of which those that it names are made for it of the blocks stored now.
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
  const tables = TABLES.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql));
  if (tables.length === 0) return (await client.query<T>(sql, [...values])).rows;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    for (const table of tables) await unpack(client, table);
    for (const { name } of tables) await client.query(`ALTER TABLE unpacked_${name} RENAME TO ${name}`);
    await client.query('SET LOCAL search_path = pg_temp, public');
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function unpack(client: ClientBase, { name, kind, resolution }: Table): Promise<void> {
  const { columns, rowsOf } = KINDS[kind];
  const sql = resolution === 'raw' ? RAW_SQL : `SELECT host_id, frames FROM ${tableAt('traffic', resolution)}`;
  const { rows } = await client.query<{ host_id: number; frames: Buffer }>(sql);
  const unpacked = rows.flatMap(({ host_id: hostId, frames }) =>
    decodeFrames(frames).flatMap((frame) => rowsOf(frame, hostId)),
  );
  await client.query(`CREATE TEMP TABLE unpacked_${name} (time timestamptz, ms int, ${columns})`);
  await insert(client, `unpacked_${name}`, unpacked);
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
    ...Object.fromEntries(COUNTER_COLUMNS.map((name, column) => [name, frame.columns[column]?.[place]])),
    // Stored one higher than they are; 0 = none.
    ...Object.fromEntries(
      MAXIMA.map((name, index) => {
        const value = frame.columns[COUNTER_COLUMNS.length + index]?.[place] ?? 0;
        return [name, value === 0 ? null : value - 1];
      }),
    ),
  }));
}

const timeOf = ({ startMs }: Frame): string => new Date(startMs).toISOString();
