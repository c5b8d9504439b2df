import { COUNTERS } from '@weir/model';
import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { alignedTo, WINDOW_MS } from '../block/window.js';
import { COLUMN } from '../columns.js';
import { type Edition, levelTable, PACKED_TABLE } from '../edition/edition.js';
import { createPartitions } from '../edition/plain.js';
import { LEVELS, type Level } from '../rollup/level.js';
import { DROP_OLD, oldName } from './0004_blocks.js';

const DAY_MS = 86_400_000;

/** What is packed into which table; rows that begin in one stretch of `rowMs` become one block. */
interface Packing {
  readonly suffix: string;
  readonly table: ReturnType<typeof levelTable>;
  readonly columns: readonly string[];
  readonly rowMs: number;
  /** SQL: the length of a row's stretch, ms. */
  readonly lengthMs: string;
  /** So much is read at a time. */
  readonly stepMs: number;
}

const SUMS = COUNTERS.map((counter) => COLUMN[counter]);
const maxOf = (column: string): string => `coalesce(round(${column}) + 1, 0)`;
const MAXIMA = ['max_rx_bytes_per_second', 'max_tx_bytes_per_second'].map(maxOf);

const RAW: Packing = {
  suffix: '',
  table: PACKED_TABLE,
  columns: SUMS,
  rowMs: WINDOW_MS,
  lengthMs: 'ms',
  stepMs: DAY_MS / 24,
};

const ofLevel = (level: Level): Packing => ({
  suffix: `_${level.name}`,
  table: levelTable(level),
  columns: [...SUMS, ...MAXIMA],
  rowMs: level.rowMs,
  lengthMs: String(level.bucketMs),
  stepMs: 28 * Math.max(DAY_MS, level.rowMs),
});

/** Packs all rows that were stored before, and drops their tables; within the migration's transaction. */
export async function packRows(client: ClientBase, edition: Edition): Promise<void> {
  for (const packing of [RAW, ...LEVELS.map(ofLevel)]) await packTables(client, edition, packing);
  await client.query(DROP_OLD);
}

async function packTables(client: ClientBase, edition: Edition, packing: Packing): Promise<void> {
  const [presence, traffic] = ['presence', 'traffic'].map((kind) => oldName(`${kind}${packing.suffix}`));
  const { rows } = await client.query<{ from: number | null; until: number }>(
    `SELECT (extract(epoch FROM min(time)) * 1000)::float8 AS from, (extract(epoch FROM max(time)) * 1000)::float8 AS until
     FROM (SELECT time FROM ${presence} UNION ALL SELECT time FROM ${traffic}) AS stored`,
  );
  const range = rows[0];
  if (!range || range.from === null) return;
  for (let fromMs = alignedTo(packing.rowMs, range.from); fromMs <= range.until; fromMs += packing.stepMs) {
    await packStep(client, edition, packing, fromMs);
  }
}

async function packStep(client: ClientBase, edition: Edition, packing: Packing, fromMs: number): Promise<void> {
  const blocks = new Map<string, { hostId: number; startMs: number; frames: Frame[] }>();
  for (const { hostId, frame } of await readFrames(client, packing, fromMs)) {
    const startMs = alignedTo(packing.rowMs, frame.startMs);
    const block = blocks.get(`${hostId}/${startMs}`) ?? { hostId, startMs, frames: [] };
    block.frames.push(frame);
    blocks.set(`${hostId}/${startMs}`, block);
  }
  const all = [...blocks.values()];
  const times = all.map(({ startMs }) => startMs);
  if (edition.name === 'none') await createPartitions(client, [packing.table], times);
  await client.query(
    `INSERT INTO ${packing.table.name} (host_id, time, frames)
     SELECT host_id, to_timestamp(ms / 1000), frames FROM unnest($1::int[], $2::float8[], $3::bytea[]) AS made (host_id, ms, frames)`,
    [all.map(({ hostId }) => hostId), times, all.map(({ frames }) => encodeFrames(frames))],
  );
}

interface OldRow {
  readonly host_id: number;
  readonly start_ms: number;
  readonly ms: number;
  readonly kind: 'presence' | 'traffic' | 'unread';
  readonly id: number;
  readonly covered_ms: number;
  readonly counters: number[] | null;
}

/** Rows of one host, start and length were one message, or one bucket. */
async function readFrames(
  client: ClientBase,
  { suffix, columns, lengthMs, stepMs }: Packing,
  fromMs: number,
): Promise<{ hostId: number; frame: Frame }[]> {
  const head = (own: string): string => `(extract(epoch FROM time) * 1000)::float8 AS start_ms, (${own})::float8 AS ms`;
  const within = 'time >= to_timestamp($1::float8 / 1000) AND time < to_timestamp($2::float8 / 1000)';
  const { rows } = await client.query<OldRow>(
    `SELECT host_id, ${head(lengthMs)}, 'presence' AS kind, 0 AS id, ms::float8 AS covered_ms, NULL::float8[] AS counters
     FROM ${oldName(`presence${suffix}`)} WHERE ${within}
     UNION ALL SELECT host_id, ${head(lengthMs)}, 'traffic', series_id, 0, ARRAY[${columns.join(', ')}]::float8[]
     FROM ${oldName(`traffic${suffix}`)} JOIN series USING (series_id) WHERE ${within}
     UNION ALL SELECT host_id, ${head(lengthMs)}, 'unread', series_id, ms::float8, NULL
     FROM ${oldName(`unread${suffix}`)} JOIN series USING (series_id) WHERE ${within}
     ORDER BY host_id, start_ms, ms, id`,
    [fromMs, fromMs + stepMs],
  );
  const groups = new Map<string, OldRow[]>();
  for (const row of rows) {
    const name = `${row.host_id}/${row.start_ms}/${row.ms}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()].map((group) => frameOf(group, columns.length));
}

function frameOf(rows: readonly OldRow[], columns: number): { hostId: number; frame: Frame } {
  const [{ host_id: hostId, start_ms: startMs, ms }] = rows as [OldRow];
  const of = (kind: OldRow['kind']): OldRow[] => rows.filter((row) => row.kind === kind);
  const [moved, missed] = [of('traffic'), of('unread')];
  const frame = {
    startMs,
    ms,
    presenceMs: of('presence').reduce((sumMs, row) => sumMs + row.covered_ms, 0),
    ids: moved.map(({ id }) => id),
    columns: Array.from({ length: columns }, (_, column) => moved.map(({ counters }) => counters?.[column] ?? 0)),
    unreadIds: missed.map(({ id }) => id),
    unreadMs: missed.map(({ covered_ms: missedMs }) => missedMs),
  };
  return { hostId, frame };
}
