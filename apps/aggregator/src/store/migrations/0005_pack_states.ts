import { PROTOCOL_COUNTERS } from '@weir/model';
import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { snakeCase } from '../columns.js';
import type { Edition } from '../edition/edition.js';
import { createPartitions } from '../edition/plain.js';
import { OUTCOMES } from '../states/kind.js';
import { PACKED_TABLES, STATE_PIECE_MS } from '../states/level.js';
import { packOptional } from '../states/optional.js';
import { OLD_STATE_TABLES, oldStateName } from './0005_state_rollups.js';

type PackedTable = (typeof PACKED_TABLES)[number];

/** So much is read at a time. */
const STEP_MS = 3_600_000;

/** Of each table, SQL for the host, the id and the values of a row. */
const OLD: Readonly<Record<PackedTable, { readonly from: string; readonly values: string }>> = {
  container_state: {
    from: 'old_container_state JOIN state_series USING (state_series_id)',
    values: 'cpu_ms, memory_bytes, memory_limit_bytes',
  },
  protocol: {
    from: 'old_protocol JOIN state_series USING (state_series_id)',
    values: PROTOCOL_COUNTERS.map(snakeCase).join(', '),
  },
  latency: {
    from: `old_latency JOIN state_series USING (host_id)`,
    values: `latency_ms * 1000, array_position('{${OUTCOMES.join(',')}}'::text[], outcome) - 1`,
  },
};
const LATENCY_PEERS = `kind = 'peer' AND key = coalesce(peer::text, 'nats')`;

/** Packs the rows that were stored before, and drops their tables; within the migration's transaction. */
export async function packStateRows(client: ClientBase, edition: Edition): Promise<void> {
  await client.query(
    `INSERT INTO state_series (host_id, kind, key) SELECT DISTINCT host_id, 'peer', coalesce(peer::text, 'nats') FROM old_latency`,
  );
  for (const table of PACKED_TABLES) await packTable(client, edition, table);
  for (const table of OLD_STATE_TABLES) await client.query(`DROP TABLE ${oldStateName(table)}`);
}

async function packTable(client: ClientBase, edition: Edition, table: PackedTable): Promise<void> {
  const { rows } = await client.query<{ from: number | null; until: number }>(
    `SELECT (extract(epoch FROM min(time)) * 1000)::float8 AS from, (extract(epoch FROM max(time)) * 1000)::float8 AS until
     FROM ${oldStateName(table)}`,
  );
  const range = rows[0];
  if (!range || range.from === null) return;
  for (let fromMs = range.from; fromMs <= range.until; fromMs += STEP_MS) {
    const samples = samplesOf(await readRows(client, table, fromMs));
    const times = samples.map(({ frame }) => frame.startMs);
    if (edition.name === 'none') await createPartitions(client, [{ name: table, pieceMs: STATE_PIECE_MS }], times);
    await client.query(
      `INSERT INTO ${table} (host_id, time, frames)
       SELECT host_id, to_timestamp(ms / 1000), frames FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS made (host_id, ms, frames)`,
      [samples.map(({ hostId }) => hostId), times, samples.map(({ frame }) => encodeFrames([frame]))],
    );
  }
}

interface OldRow {
  readonly host_id: number;
  readonly start_ms: number;
  readonly ms: number;
  readonly id: number;
  readonly values: readonly (number | null)[];
  readonly unread: boolean;
  /** Whether the host told of itself then: so the row is of a tick's first message. */
  readonly first: boolean;
}

async function readRows(client: ClientBase, table: PackedTable, fromMs: number): Promise<OldRow[]> {
  const select = (from: string, values: string, unread: boolean): string => `
    SELECT told.host_id, (extract(epoch FROM told.time) * 1000)::float8 AS start_ms, told.ms, state_series_id AS id,
      ${values} AS values, ${unread} AS unread,
      EXISTS (SELECT FROM host_state WHERE host_state.host_id = told.host_id AND host_state.time = told.time) AS first
    FROM (SELECT *, ARRAY[${unread ? 'NULL' : OLD[table].values}]::float8[] AS told_values FROM ${from}
          WHERE time >= to_timestamp($1::float8 / 1000) AND time < to_timestamp($2::float8 / 1000)
          ${table === 'latency' ? `AND ${LATENCY_PEERS}` : ''}) AS told`;
  const missed =
    table === 'protocol'
      ? `UNION ALL ${select('old_protocol_unread JOIN state_series USING (state_series_id)', 'told_values', true)}`
      : '';
  const { rows } = await client.query<OldRow>(
    `${select(OLD[table].from, 'told_values', false)} ${missed} ORDER BY host_id, start_ms, ms, id`,
    [fromMs, fromMs + STEP_MS],
  );
  return rows;
}

/** Rows of one host, start and length were one message, or the parts of one, which may tell of a thing twice. */
function samplesOf(rows: readonly OldRow[]): { hostId: number; frame: Frame }[] {
  const groups = new Map<string, OldRow[]>();
  const times = new Map<string, number>();
  for (const row of rows) {
    const thing = `${row.host_id}/${row.start_ms}/${row.ms}/${row.id}/${row.unread}`;
    const part = times.get(thing) ?? 0;
    times.set(thing, part + 1);
    const name = `${row.host_id}/${row.start_ms}/${row.ms}/${part}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, group]) => ({
    hostId: group[0]?.host_id ?? 0,
    frame: frameOf(group, name.endsWith('/0')),
  }));
}

function frameOf(rows: readonly OldRow[], isFirstPart: boolean): Frame {
  const { start_ms: startMs = 0, ms = 0, first = false } = rows[0] ?? {};
  const told = rows.filter(({ unread }) => !unread);
  const missed = rows.filter(({ unread }) => unread);
  const columns = Math.max(0, ...told.map(({ values }) => values.length));
  return {
    ...{ startMs, ms, presenceMs: first && isFirstPart ? ms : 0 },
    ids: told.map(({ id }) => id),
    columns: Array.from({ length: columns }, (_, column) =>
      told.map(({ values }) => packOptional(values[column] ?? null)),
    ),
    unreadIds: missed.map(({ id }) => id),
    unreadMs: missed.map(() => ms),
  };
}
