import { CPU_TIMES, PROTOCOL_COUNTERS, type StateMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import { snakeCase } from '../columns.js';
import { BinaryRows, encodeTime } from './binary-rows.js';
import { copyRows } from './copy-rows.js';
import type { Directory } from './directory.js';
import { blamingData } from './faults.js';

type Row = Readonly<Record<string, unknown>>;

const CONTAINER_COLUMNS = 'time, state_series_id, ms, cpu_ms, memory_bytes, memory_limit_bytes';
const PROTOCOL_COLUMNS = ['time, state_series_id, ms', ...PROTOCOL_COUNTERS.map(snakeCase)].join(', ');

/** Stores what agents said of hosts, containers, protocols and distances. The caller has sorted out what is not new. */
export async function writeStates(
  client: ClientBase,
  messages: readonly StateMessage[],
  directory: Directory,
): Promise<void> {
  if (messages.length === 0) return;
  const { hosts, latencies, containers, protocols, unread } = blamingData(() => rowsOf(messages, directory));
  await insertRows(client, 'host_state', hosts);
  await insertRows(client, 'latency', latencies);
  await copyRows(client, 'container_state', CONTAINER_COLUMNS, containers);
  await copyRows(client, 'protocol', PROTOCOL_COLUMNS, protocols);
  await copyRows(client, 'protocol_unread', 'time, state_series_id, ms', unread);
}

/** All of them before any is written: an interval or a time may be more than a column holds. */
function rowsOf(messages: readonly StateMessage[], directory: Directory) {
  const firstParts = messages.filter(({ part }) => part === 0);
  return {
    hosts: firstParts.map((message) => hostRow(message, directory)),
    latencies: firstParts.flatMap((message) => latencyRows(message, directory)),
    containers: containerRows(messages, directory),
    ...protocolRows(messages, directory),
  };
}

/** Rows of few columns each second: a COPY would not pay. */
async function insertRows(client: ClientBase, table: 'host_state' | 'latency', rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    JSON.stringify(rows),
  ]);
}

function startOf({ at, ms }: StateMessage): number {
  return at - ms;
}

function headOf(message: StateMessage, directory: Directory): Row {
  return {
    time: new Date(startOf(message)).toISOString(),
    host_id: directory.hostId(message.host),
    ms: message.ms,
  };
}

function hostRow(message: StateMessage, directory: Directory): Row {
  const { cpu, memory, load, softnet, conntrack, sockets, failing } = message;
  return {
    ...headOf(message, directory),
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

function latencyRows(message: StateMessage, directory: Directory): Row[] {
  const { latency } = message;
  if (!latency) return [];
  const head = headOf(message, directory);
  const nats = {
    ...head,
    peer: null,
    latency_ms: latency.natsMs,
    outcome: latency.natsMs === null ? 'away' : 'accepted',
  };
  return [nats, ...latency.peers.map(({ host, ms, outcome }) => ({ ...head, peer: host, latency_ms: ms, outcome }))];
}

function containerRows(messages: readonly StateMessage[], directory: Directory): BinaryRows {
  const rows = new BinaryRows();
  for (const message of messages) {
    const time = encodeTime(startOf(message));
    const { ids, cpuMs, memoryBytes, memoryLimitBytes } = message.containers ?? NO_CONTAINERS;
    ids.forEach((id, index) => {
      const values = [cpuMs, memoryBytes, memoryLimitBytes].map((column) => column[index] ?? null);
      rows.add(time, directory.stateSeriesId(message.host, 'container', id), message.ms, values);
    });
  }
  return rows;
}

const NO_CONTAINERS = { ids: [], cpuMs: [], memoryBytes: [], memoryLimitBytes: [] };

function protocolRows(
  messages: readonly StateMessage[],
  directory: Directory,
): { readonly protocols: BinaryRows; readonly unread: BinaryRows } {
  const protocols = new BinaryRows();
  const unread = new BinaryRows(4_096);
  for (const message of messages) {
    if (!message.protocols) continue;
    const time = encodeTime(startOf(message));
    const idOf = (key: string): number => directory.stateSeriesId(message.host, 'protocol', key);
    const columns = PROTOCOL_COUNTERS.map((counter) => message.protocols?.columns[counter] ?? []);
    message.protocols.keys.forEach((key, index) =>
      protocols.add(
        time,
        idOf(key),
        message.ms,
        columns.map((column) => column[index] ?? null),
      ),
    );
    for (const key of message.protocols.unread) unread.add(time, idOf(key), message.ms, []);
  }
  return { protocols, unread };
}
