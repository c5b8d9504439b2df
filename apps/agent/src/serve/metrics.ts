import { Counter, Gauge, Registry } from 'prom-client';
import type { CollectorRecord } from '../collect/reports.js';
import type { ControlCounts } from '../control/control-inbox.js';
import type { DockerState } from '../discover/docker-watch.js';
import type { SendCounts } from '../publish/sender.js';
import type { ThinCounts } from '../publish/spool-room.js';

/** What the agent shows of itself. */
export interface AgentStatus {
  readonly version: string;
  /** As configured. */
  readonly intervalMs: number;
  /** Shorter while somebody looks at the host. */
  readonly tickIntervalMs: number;
  readonly ticks: number;
  /** ms since 1970; null before the first tick. */
  readonly lastTickAt: number | null;
  /** By the monotonic clock; null before the first tick. */
  readonly sinceLastTickMs: number | null;
  readonly tickDurationMs: number;
  readonly collectors: readonly CollectorRecord[];
  readonly series: number;
  readonly namespaces: number;
  readonly docker: DockerState;
  readonly natsConnected: boolean;
  /** Whether the last append to the spool succeeded. */
  readonly spooling: boolean;
  /** Events and states that were lost, since too many waited for a spool that could not be written. */
  readonly lost: number;
  readonly spoolMessages: number;
  readonly spoolBytes: number;
  /** What a full spool gave up for room. */
  readonly thinned: ThinCounts;
  /** Interfaces, containers and networks whose names could not be sent as they are. */
  readonly mended: number;
  readonly sent: SendCounts;
  readonly control: ControlCounts;
}

/** A Prometheus registry that reads the agent's status at each scrape. */
export function metricsOf(status: () => AgentStatus): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, read: (status: AgentStatus) => number): void => {
    new Gauge({
      name: `weir_agent_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(status()));
      },
    });
  };
  const counter = (name: string, help: string, read: (status: AgentStatus) => number): void => {
    new Counter({
      name: `weir_agent_${name}`,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read(status()));
      },
    });
  };
  counter('ticks_total', 'Ticks since the agent started.', (now) => now.ticks);
  gauge('tick_interval_seconds', 'Length of a tick, now.', (now) => now.tickIntervalMs / 1000);
  gauge('tick_duration_seconds', 'Duration of the last tick.', (now) => now.tickDurationMs / 1000);
  gauge('last_tick_timestamp_seconds', 'Time of the last tick.', (now) => (now.lastTickAt ?? 0) / 1000);
  gauge('series', 'Interfaces that are counted.', (now) => now.series);
  gauge('namespaces', 'Network namespaces of containers.', (now) => now.namespaces);
  gauge('docker_connected', '1 while Docker gives names.', (now) => Number(now.docker === 'connected'));
  gauge('nats_connected', '1 while connected to NATS.', (now) => Number(now.natsConnected));
  gauge('spool_writable', '1 while the spool can be written.', (now) => Number(now.spooling));
  gauge('spool_messages', 'Messages that wait for their acknowledgement.', (now) => now.spoolMessages);
  gauge('spool_bytes', 'Size of the spool.', (now) => now.spoolBytes);
  counter('names_mended_total', 'Names that could not be sent as they are.', (now) => now.mended);
  counter('spool_merged_total', 'Messages that a full spool merged into others.', (now) => now.thinned.mergedMessages);
  counter('spool_dropped_states_total', 'States that a full spool dropped.', (now) => now.thinned.droppedStates);
  counter('outbox_lost_total', 'Events and states lost while the spool could not be written.', (now) => now.lost);
  counter('published_total', 'Messages acknowledged by the stream.', (now) => now.sent.published);
  addLabelled(registry, status);
  return registry;
}

function addLabelled(registry: Registry, status: () => AgentStatus): void {
  addCollectors(registry, () => status().collectors);
  new Counter({
    name: 'weir_agent_publish_failures_total',
    help: 'Attempts to publish that failed, by what went wrong.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [reason, count] of status().sent.failures) this.inc({ reason }, count);
    },
  });
  new Counter({
    name: 'weir_agent_control_messages_total',
    help: 'Messages that asked something of this host, by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(status().control)) this.inc({ outcome }, count);
    },
  });
}

function addCollectors(registry: Registry, collectors: () => readonly CollectorRecord[]): void {
  const common = { labelNames: ['collector'], registers: [registry] };
  const gauge = (name: string, help: string, read: (collector: CollectorRecord) => number): void => {
    new Gauge({
      ...{ ...common, name: `weir_agent_collector_${name}`, help },
      collect() {
        for (const each of collectors()) this.set({ collector: each.name }, read(each));
      },
    });
  };
  const counter = (name: string, help: string, read: (collector: CollectorRecord) => number): void => {
    new Counter({
      ...{ ...common, name: `weir_agent_collector_${name}`, help },
      collect() {
        this.reset();
        for (const each of collectors()) this.inc({ collector: each.name }, read(each));
      },
    });
  };
  gauge('duration_seconds', 'Duration of the last run of a collector.', (each) => each.durationMs / 1000);
  gauge('success', '1 where the last run of a collector read everything.', (each) => Number(each.failure === null));
  counter('runs_total', 'Runs of a collector.', (each) => each.runs);
  counter('failures_total', 'Runs of a collector that could not read everything.', (each) => each.failures);
  counter('run_seconds_total', 'Duration of all runs of a collector.', (each) => each.totalMs / 1000);
}
