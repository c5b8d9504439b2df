import { asInteger, asText, decoding, FieldError, type Fields, isNone } from './fields.js';
import { perProtocolCounter } from './protocols.js';
import type { Decoded } from './refusal.js';
import {
  type ConntrackState,
  type ContainerState,
  CPU_TIMES,
  type CpuState,
  type LatencyState,
  type LoadState,
  type MemoryState,
  PEER_OUTCOMES,
  type PeerLatency,
  type PerCpuTime,
  type ProtocolState,
  type SocketState,
  type SoftnetState,
  type StateMessage,
} from './state.js';

const MAX_ENTRIES = 20_000;
const MAX_INTERVAL_MS = 366 * 86_400_000;
const MAX_LATENCY_MS = 3_600_000;
const asKey = (value: unknown, name: string): string => asText(value, name, 160);

/** Reads a state message; refuses what does not fit, naming the field. Unknown fields are ignored. */
export function decodeState(payload: string | Uint8Array): Decoded<StateMessage> {
  return decoding(payload, (fields) => ({
    v: fields.version(),
    host: fields.host(),
    boot: fields.text('boot', 64),
    run: fields.text('run', 64),
    seq: fields.integer('seq', 1),
    part: fields.integer('part', 0, 1_000),
    at: fields.integer('at', 0),
    ms: fields.integer('ms', 1, MAX_INTERVAL_MS),
    cpu: group(fields, 'cpu', decodeCpu),
    memory: group(fields, 'memory', decodeMemory),
    load: isNone(fields, 'load') ? null : decodeLoad(fields),
    softnet: group(fields, 'softnet', decodeSoftnet),
    conntrack: group(fields, 'conntrack', decodeConntrack),
    sockets: group(fields, 'sockets', decodeSockets),
    protocols: group(fields, 'protocols', decodeProtocols),
    containers: group(fields, 'containers', decodeContainers),
    latency: group(fields, 'latency', decodeLatency),
    failing: fields.list('failing', 100, (value, name) => asText(value, name, 64)),
  }));
}

function group<T>(fields: Fields, field: string, decode: (fields: Fields) => T): T | null {
  return isNone(fields, field) ? null : decode(fields.object(field));
}

function decodeCpu(fields: Fields): CpuState {
  const times = CPU_TIMES.map((name) => [name, fields.integer(name, 0)]);
  return { cores: fields.integer('cores', 1), ...(Object.fromEntries(times) as PerCpuTime<number>) };
}

function decodeMemory(fields: Fields): MemoryState {
  return {
    totalBytes: fields.integer('totalBytes', 0),
    availableBytes: fields.integer('availableBytes', 0),
    swapTotalBytes: fields.integer('swapTotalBytes', 0),
    swapFreeBytes: fields.integer('swapFreeBytes', 0),
  };
}

function decodeLoad(fields: Fields): LoadState {
  const [one, five, fifteen] = fields.list('load', 3, (value, name) => asNumber(value, name, 1e9));
  if (one === undefined || five === undefined || fifteen === undefined) {
    throw new FieldError(fields.name('load'), 'does not have 3 entries');
  }
  return [one, five, fifteen];
}

function decodeSoftnet(fields: Fields): SoftnetState {
  return {
    processed: fields.integer('processed', 0),
    dropped: fields.integer('dropped', 0),
    squeezed: fields.integer('squeezed', 0),
  };
}

function decodeConntrack(fields: Fields): ConntrackState {
  return { used: fields.integer('used', 0), max: fields.optionalInteger('max', 0) };
}

function decodeSockets(fields: Fields): SocketState {
  return {
    used: fields.integer('used', 0),
    tcpInUse: fields.integer('tcpInUse', 0),
    tcpOrphans: fields.integer('tcpOrphans', 0),
    tcpTimeWait: fields.integer('tcpTimeWait', 0),
    udpInUse: fields.integer('udpInUse', 0),
    tcp6InUse: fields.optionalInteger('tcp6InUse', 0),
    udp6InUse: fields.optionalInteger('udp6InUse', 0),
  };
}

function decodeProtocols(fields: Fields): ProtocolState {
  const keys = distinct(fields, 'keys', asKey);
  return {
    keys,
    unread: fields.list('unread', MAX_ENTRIES, asKey),
    // An agent older than a counter does not send it.
    columns: perProtocolCounter((counter) =>
      isNone(fields, counter) ? keys.map(() => null) : decodeColumn(fields, counter, keys.length),
    ),
  };
}

function decodeContainers(fields: Fields): ContainerState {
  const ids = distinct(fields, 'ids', asContainerId);
  return {
    ids,
    cpuMs: decodeColumn(fields, 'cpuMs', ids.length),
    memoryBytes: decodeColumn(fields, 'memoryBytes', ids.length),
    memoryLimitBytes: decodeColumn(fields, 'memoryLimitBytes', ids.length),
  };
}

function decodeLatency(fields: Fields): LatencyState {
  return { natsMs: optionalMs(fields, 'natsMs'), peers: fields.objects('peers', 64, decodePeer) };
}

function decodePeer(fields: Fields): PeerLatency {
  const peer = { host: fields.host(), ms: optionalMs(fields, 'ms'), outcome: fields.oneOf('outcome', PEER_OUTCOMES) };
  if ((peer.ms === null) !== (peer.outcome === 'filtered')) {
    throw new FieldError(fields.name('ms'), `does not go with the outcome ${peer.outcome}`);
  }
  return peer;
}

function optionalMs(fields: Fields, field: string): number | null {
  return isNone(fields, field) ? null : asNumber(fields.get(field), fields.name(field), MAX_LATENCY_MS);
}

function decodeColumn(fields: Fields, field: string, length: number): (number | null)[] {
  const column = fields.list(field, MAX_ENTRIES, (value, name) => (value === null ? null : asInteger(value, name, 0)));
  if (column.length === length) return column;
  throw new FieldError(fields.name(field), `has ${column.length} entries, but there are ${length} keys`);
}

function distinct(fields: Fields, field: string, decode: (value: unknown, name: string) => string): string[] {
  const keys = fields.list(field, MAX_ENTRIES, decode);
  if (new Set(keys).size !== keys.length) throw new FieldError(fields.name(field), 'holds an entry twice');
  return keys;
}

function asContainerId(value: unknown, name: string): string {
  const id = asText(value, name, 64);
  if (!/^[0-9a-f]{64}$/.test(id)) throw new FieldError(name, 'is not 64 hexadecimal digits');
  return id;
}

function asNumber(value: unknown, name: string, max: number): number {
  // JSON has no NaN, but 1e999 is Infinity.
  if (typeof value !== 'number' || !(value >= 0 && value <= max))
    throw new FieldError(name, `is not between 0 and ${max}`);
  return value;
}
