import { CPU_TIMES, type StateMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import { snakeCase } from '../columns.js';
import { markMoments } from '../marks.js';
import { LONGEST_MADE_UP_MS } from '../states/buckets.js';
import { placeOfState, readStateHorizons, type StateHorizons } from '../states/horizon.js';
import { PACKED_KINDS, type PackedKind } from '../states/kind.js';
import { addLateStates, type HostIds } from '../states/late.js';
import { alignedTo } from '../block/window.js';
import { STATE_LEVELS, STATE_MINUTES } from '../states/level.js';
import { shareStates } from '../states/lock.js';
import { sampleOf } from '../states/samples.js';
import { blamingData } from './faults.js';

type Row = Readonly<Record<string, unknown>>;

const MAX_INT = 2 ** 31 - 1;

/** Stores what agents said of hosts, containers, protocols and distances. The caller has sorted out what is not new. */
export async function writeStates(client: ClientBase, messages: readonly StateMessage[], ids: HostIds): Promise<void> {
  if (messages.length === 0) return;
  const prepared = blamingData(() => messages.map((message) => prepare(message, ids)));
  await shareStates(client);
  const horizons = await readStateHorizons(client);
  const placed = placeAll(prepared, horizons);
  await insertHostRows(client, placed.raw.flatMap(hostRowOf));
  for (const kind of PACKED_KINDS) await insertBlocks(client, kind, placed.raw);
  await markMoments(
    client,
    STATE_MINUTES,
    placed.raw.flatMap(({ message, hostId }) => touchedBy(message).map((ms) => ({ hostId, ms }))),
  );
  for (const level of STATE_LEVELS) {
    const late = placed.late.filter((each) => placeOfState(horizons, each.startMs) === level);
    if (late.length === 0) continue;
    await addLateStates(
      client,
      level,
      late.map(({ message }) => message),
      late.flatMap(hostRowOf),
      ids,
    );
  }
}

/** A message with all that is made of it, before any of it is written: a time may be more than a column holds. */
interface Prepared {
  readonly message: StateMessage;
  readonly hostId: number;
  readonly startMs: number;
  readonly hostRow: Row | null;
  readonly blocks: readonly { readonly kind: PackedKind; readonly block: Buffer }[];
}

function prepare(message: StateMessage, ids: HostIds): Prepared {
  const startMs = message.at - message.ms;
  const hostId = ids.hostId(message.host);
  return {
    ...{ message, hostId, startMs },
    hostRow: message.part === 0 ? hostRow(message, hostId, new Date(startMs)) : null,
    blocks: PACKED_KINDS.flatMap((kind) => {
      const sample = sampleOf(message, kind, ids);
      return sample ? [{ kind, block: encodeFrames([sample]) }] : [];
    }),
  };
}

const hostRowOf = ({ hostRow: row }: Prepared): Row[] => (row ? [row] : []);

function placeAll(prepared: readonly Prepared[], horizons: StateHorizons): { raw: Prepared[]; late: Prepared[] } {
  const isRaw = ({ startMs }: Prepared): boolean => placeOfState(horizons, startMs) === 'state';
  return { raw: prepared.filter(isRaw), late: prepared.filter((each) => !isRaw(each)) };
}

/** Moments in each bucket that a message changes: that of its start, and those of stretches that it may make up for. */
function touchedBy({ at, ms }: StateMessage): number[] {
  const startMs = at - ms;
  if (ms > LONGEST_MADE_UP_MS) return [startMs];
  const { bucketMs } = STATE_MINUTES;
  const count = (alignedTo(bucketMs, at) - alignedTo(bucketMs, startMs)) / bucketMs;
  return [startMs, ...Array.from({ length: count }, (_, index) => startMs + (index + 1) * bucketMs)];
}

async function insertHostRows(client: ClientBase, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query('INSERT INTO host_state SELECT * FROM jsonb_populate_recordset(null::host_state, $1::jsonb)', [
    JSON.stringify(rows),
  ]);
}

async function insertBlocks(client: ClientBase, kind: PackedKind, prepared: readonly Prepared[]): Promise<void> {
  const rows = prepared.flatMap(({ hostId, startMs, blocks }) =>
    blocks.filter((each) => each.kind === kind).map(({ block }) => ({ hostId, startMs, block })),
  );
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO ${kind.table} (time, host_id, frames)
     SELECT * FROM unnest($1::timestamptz[], $2::int[], $3::bytea[])`,
    [
      rows.map(({ startMs }) => new Date(startMs).toISOString()),
      rows.map(({ hostId }) => hostId),
      rows.map(({ block }) => block),
    ],
  );
}

function hostRow(message: StateMessage, hostId: number, start: Date): Row {
  const { ms, cpu, memory, load, softnet, conntrack, sockets, failing } = message;
  if (ms > MAX_INT) throw new RangeError(`ms: ${ms} is more than the ${MAX_INT} that a host's state can cover`);
  return {
    ...{ time: start.toISOString(), host_id: hostId, ms },
    ...(cpu && { cores: cpu.cores, ...Object.fromEntries(CPU_TIMES.map((name) => [snakeCase(name), cpu[name]])) }),
    memory_total_bytes: memory?.totalBytes,
    memory_available_bytes: memory?.availableBytes,
    swap_total_bytes: memory?.swapTotalBytes,
    swap_free_bytes: memory?.swapFreeBytes,
    ...(load && { load_1m: load[0], load_5m: load[1], load_15m: load[2] }),
    softnet_processed: softnet?.processed,
    softnet_dropped: softnet?.dropped,
    softnet_squeezed: softnet?.squeezed,
    conntrack_used: conntrack?.used,
    conntrack_max: conntrack?.max,
    sockets_used: sockets?.used,
    tcp_in_use: sockets?.tcpInUse,
    tcp_orphans: sockets?.tcpOrphans,
    tcp_time_wait: sockets?.tcpTimeWait,
    udp_in_use: sockets?.udpInUse,
    tcp6_in_use: sockets?.tcp6InUse,
    udp6_in_use: sockets?.udp6InUse,
    failing,
  };
}
