import { CPU_TIMES, type PerProtocolCounter, type StateMessage } from '@weir/model';
import { snakeCase } from '../../store/columns.js';
import { BUSY_PARTS, cpuPercent, less, percentOf } from '../../query/states/host-figures.js';
import type { FigureName } from '../rule/figures.js';

/** What is older than so many intervals is not of now. */
const STALE_INTERVALS = 3;
const SECOND_MS = 1_000;
/** The host's own namespace. */
const HOST_KEY = 'host';

type Figures = Partial<Record<FigureName, number>>;
/** One value of each protocol counter; null = the kernel does not tell it. */
type Counted = (counter: keyof PerProtocolCounter<unknown>) => number | null;

const UDP_ERRORS = [
  'udpReceiveBufferErrors',
  'udpSendBufferErrors',
  'udp6ReceiveBufferErrors',
  'udp6SendBufferErrors',
] as const;

/** What a host says of itself, of its containers and its namespaces every 10 s, as figures. */
export class HostStates {
  private host: Figures = {};
  private containers = new Map<string, Figures>();
  private protocols = new Map<string, Figures>();
  private unread: ReadonlySet<string> = new Set();
  private tellsProtocols = false;
  private atMs = -Infinity;
  private freshUntilMs = -Infinity;

  /** Takes in a message; further parts of it tell only more protocols and containers. */
  take(message: StateMessage, nowMs: number): void {
    const { part, at, ms, protocols, containers } = message;
    if (part > 0 && at !== this.atMs) return;
    if (part === 0) this.begin(message, nowMs);
    const rate = (amount: number | null): number => (amount === null ? NaN : (amount * SECOND_MS) / ms);
    protocols?.keys.forEach((key, index) =>
      this.protocols.set(
        key,
        protocolFigures((counter) => protocols.columns[counter][index] ?? null, rate),
      ),
    );
    containers?.ids.forEach((id, index) => {
      const [cpuMs, memory] = [containers.cpuMs[index] ?? null, containers.memoryBytes[index] ?? null];
      this.containers.set(id, {
        cpuPercent: known(percentOf(cpuMs, ms)),
        memoryBytes: known(memory),
        memoryPercent: known(percentOf(memory, containers.memoryLimitBytes[index] ?? null)),
      });
    });
  }

  /** A figure of the host; NaN where it was not told, or not lately. */
  ofHost(figure: FigureName, nowMs: number): number {
    return nowMs > this.freshUntilMs ? NaN : (this.host[figure] ?? this.ofNamespace(HOST_KEY, figure));
  }

  /** The same of a container and the namespace that it is in; null = it has the host's. */
  ofContainer(id: string, namespace: string | null, figure: FigureName, nowMs: number): number {
    if (nowMs > this.freshUntilMs) return NaN;
    const own = this.containers.get(id)?.[figure];
    return own ?? (namespace === null ? NaN : this.ofNamespace(namespace, figure));
  }

  private begin({ at, ms, protocols, ...told }: StateMessage, nowMs: number): void {
    this.atMs = at;
    this.freshUntilMs = nowMs + STALE_INTERVALS * ms;
    this.host = hostFigures({ at, ms, protocols, ...told });
    this.containers = new Map();
    this.protocols = new Map();
    this.unread = new Set(protocols?.unread);
    this.tellsProtocols = protocols !== null;
  }

  /** Agents leave out what counted nothing. */
  private ofNamespace(key: string, figure: FigureName): number {
    if (!this.tellsProtocols || this.unread.has(key) || !PROTOCOL_FIGURES.has(figure)) return NaN;
    return (this.protocols.get(key) ?? {})[figure] ?? 0;
  }
}

function protocolFigures(counted: Counted, rate: (amount: number | null) => number): Figures {
  const errors = UDP_ERRORS.map(counted).filter((each) => each !== null);
  return {
    tcpSegmentsPerSecond: rate(counted('tcpOutSegments')),
    tcpRetransmitsPerSecond: rate(counted('tcpRetransmittedSegments')),
    tcpResetsPerSecond: rate(counted('tcpOutResets')),
    udpBufferErrorsPerSecond: rate(errors.length === 0 ? null : errors.reduce((sum, each) => sum + each, 0)),
  };
}

const PROTOCOL_FIGURES: ReadonlySet<string> = new Set(
  Object.keys(
    protocolFigures(
      () => null,
      () => NaN,
    ),
  ),
);

function hostFigures({ cpu, memory, load, softnet, conntrack, latency, failing, ms }: StateMessage): Figures {
  const times = new Map(CPU_TIMES.map((name) => [snakeCase(name), cpu?.[name] ?? null]));
  const used = less(memory?.totalBytes ?? null, memory?.availableBytes ?? null);
  const peers = (latency?.peers ?? []).flatMap((peer) => peer.ms ?? []);
  return {
    cpuPercent: known(cpuPercent((column) => times.get(column) ?? null, BUSY_PARTS)),
    memoryBytes: known(used),
    memoryPercent: known(percentOf(used, memory?.totalBytes ?? null)),
    loadPerCore: load && cpu && cpu.cores > 0 ? load[1] / cpu.cores : NaN,
    softnetDroppedPerSecond: softnet ? (softnet.dropped * SECOND_MS) / ms : NaN,
    conntrackPercent: known(percentOf(conntrack?.used ?? null, conntrack?.max ?? null)),
    natsLatencyMilliseconds: known(latency?.natsMs ?? null),
    peerLatencyMilliseconds: peers.length === 0 ? NaN : Math.max(...peers),
    failingCollectors: failing.length,
  };
}

function known(value: number | null): number {
  return value ?? NaN;
}
