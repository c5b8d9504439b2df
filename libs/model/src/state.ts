import { type PerProtocolCounter, PROTOCOL_COUNTERS } from './protocols.js';

/** The kinds of time a CPU spends, in the order of `/proc/stat`; guest time is part of user and nice. */
export const CPU_TIMES = [
  'userMs',
  'niceMs',
  'systemMs',
  'idleMs',
  'iowaitMs',
  'irqMs',
  'softirqMs',
  'stealMs',
] as const;

export type PerCpuTime<T> = Record<(typeof CPU_TIMES)[number], T>;

/** How a peer answered a TCP connect; nothing at all means that the way is filtered, not that it is slow. */
export const PEER_OUTCOMES = ['accepted', 'refused', 'filtered'] as const;

/**
 * A host's state over one interval. A group is null where its collector is switched off, or failing and then listed in
 * `failing`. Gauges are as of `at`; what the kernel counts is told as deltas.
 */
export interface StateMessage {
  readonly v: 1;
  /** Host id: a UUID in lower case. */
  readonly host: string;
  readonly boot: string;
  /** Random name of one life of the agent. */
  readonly run: string;
  /** 1, 2, 3 … within the run, counted apart from traffic. */
  readonly seq: number;
  /** 0 for the first message of a tick; further ones hold only more protocols and containers. */
  readonly part: number;
  /** End of the interval, ms since 1970 by the agent's clock. */
  readonly at: number;
  /** Length of the interval in ms, by the monotonic clock. */
  readonly ms: number;
  readonly cpu: CpuState | null;
  readonly memory: MemoryState | null;
  readonly load: LoadState | null;
  readonly softnet: SoftnetState | null;
  readonly conntrack: ConntrackState | null;
  readonly sockets: SocketState | null;
  readonly protocols: ProtocolState | null;
  readonly containers: ContainerState | null;
  readonly latency: LatencyState | null;
  /** Names of the collectors that failed in this interval. */
  readonly failing: readonly string[];
}

/** Time that all CPUs together spent in the interval. */
export interface CpuState extends PerCpuTime<number> {
  readonly cores: number;
}

export interface MemoryState {
  readonly totalBytes: number;
  /** What programs could get without swapping: free memory and most of the caches. */
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
}

/** Averages over 1, 5 and 15 minutes. */
export type LoadState = readonly [number, number, number];

/** The kernel's receive work in the interval, all CPUs together. */
export interface SoftnetState {
  readonly processed: number;
  readonly dropped: number;
  readonly squeezed: number;
}

export interface ConntrackState {
  readonly used: number;
  /** Null where the agent cannot see the host's limit. */
  readonly max: number | null;
}

/** Sockets of the host's own namespace; null in IPv6 where it is disabled. */
export interface SocketState {
  readonly used: number;
  readonly tcpInUse: number;
  readonly tcpOrphans: number;
  readonly tcpTimeWait: number;
  readonly udpInUse: number;
  readonly tcp6InUse: number | null;
  readonly udp6InUse: number | null;
}

/** What network namespaces counted by protocol. A key that is neither here nor in `unread` counted nothing. */
export interface ProtocolState {
  /** `host`, or the namespace: the part of an interface key before the slash. */
  readonly keys: readonly string[];
  /** Keys whose counters could not be read in this interval: unknown, not zero. */
  readonly unread: readonly string[];
  /** One column a counter, one delta a key; null where the kernel does not tell it. */
  readonly columns: PerProtocolCounter<readonly (number | null)[]>;
}

/** What containers used; in a column, null is unknown. */
export interface ContainerState {
  /** 64 hexadecimal digits each. */
  readonly ids: readonly string[];
  /** CPU time in the interval. */
  readonly cpuMs: readonly (number | null)[];
  /** Without the file cache that the kernel can drop at once. */
  readonly memoryBytes: readonly (number | null)[];
  /** Null also where there is no limit. */
  readonly memoryLimitBytes: readonly (number | null)[];
}

export interface LatencyState {
  /** Round trip to the NATS server; null while it is away. */
  readonly natsMs: number | null;
  readonly peers: readonly PeerLatency[];
}

/** Time of a TCP connect to another host; null exactly where nothing answered. */
export interface PeerLatency {
  readonly host: string;
  readonly ms: number | null;
  readonly outcome: (typeof PEER_OUTCOMES)[number];
}

/** Writes a state message as JSON: protocol columns beside their keys, and only those that hold a value. */
export function encodeState(message: StateMessage): string {
  const { protocols, ...rest } = message;
  return JSON.stringify({ ...rest, protocols: protocols && flatten(protocols) });
}

function flatten({ columns, ...head }: ProtocolState): object {
  const told = PROTOCOL_COUNTERS.filter((counter) => columns[counter].some((delta) => delta !== null));
  return { ...head, ...Object.fromEntries(told.map((counter) => [counter, columns[counter]])) };
}
