import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { assemble, type Parts, type Surroundings } from './assemble.js';
import { takeBaseline } from './baseline.js';
import type { Config } from './config/config.js';
import { systemClock } from './delta/clock.js';
import { dockerCounters } from './discover/docker-counters.js';
import { dockerEngine } from './discover/docker-engine.js';
import type { DockerEvent } from './discover/docker-records.js';
import { hostLabel } from './discover/host-identity.js';
import { kubernetesApi } from './discover/kubernetes-api.js';
import { labelFilter } from './discover/labels.js';
import { ask } from './enrol/ask.js';
import { EnrolledTransport } from './enrol/enrolled-transport.js';
import { Enrolment } from './enrol/enrolment.js';
import type { Ground } from './ground.js';
import { runCommand } from './platform/run-command.js';
import { NatsTransport } from './publish/nats.js';
import type { Transport } from './publish/transport.js';
import { createStatusServer } from './serve/http.js';
import type { AgentStatus } from './serve/metrics.js';
import { VERSION } from './version.js';

/** A running agent. */
export interface RunningAgent {
  readonly hostId: string;
  /** Ticks now, beside the clock's ticks. */
  tick(): void;
  status(): AgentStatus;
  /** A last tick, what can be sent in this time, and an orderly end; once, however often it is asked for. */
  stop(patienceMs: number): Promise<void>;
}

const DOCKER_PATIENCE_MS = 100;

/** Puts the agent's parts together and starts them. */
export function startAgent(config: Config, log: Logger, given: Partial<Surroundings> = {}): RunningAgent {
  const surroundings = { ...realSurroundings(config, log), ...given };
  const parts = assemble(config, log, surroundings);
  const { agent, control, ground, identity, sender, inventory, docker, kubernetes } = parts;
  const { ticking, once } = surroundings;
  log.info(
    { host: ground.hostId, run: identity.run, pending: ground.spool.pendingCount, version: VERSION },
    'weir agent starts',
  );
  takeBaseline(parts.book, parts.reading.collectors, ground.spool.recovered);
  const status = (): AgentStatus => statusOf(config, parts);
  const server = serveStatus(config, status, log);
  sender.start();
  inventory.start();
  const watching = watchNames(parts, once);
  if (ticking && !once) for (const each of [agent, control]) each.start();

  const stop = async (patienceMs: number): Promise<void> => {
    for (const each of [agent, control, inventory, docker, kubernetes]) each.stop();
    server?.close();
    agent.tick();
    if (once) await inventory.send();
    parts.reading.way.stop();
    parts.changes?.stop();
    await sender.finish(patienceMs);
    // A Docker that hangs must not keep the agent.
    await Promise.race([watching, sleep(DOCKER_PATIENCE_MS, undefined, { ref: false })]);
    ground.spool.close();
    ground.release();
  };
  // Ctrl-C reaches the agent twice: from the terminal, and from who supervises it.
  let stopping: Promise<void> | null = null;
  return { hostId: ground.hostId, tick: () => agent.tick(), status, stop: (ms) => (stopping ??= stop(ms)) };
}

/** Follows what runtimes say of containers, until they are stopped. */
function watchNames({ reading, docker, kubernetes, agent, inventory }: Parts, once: boolean): Promise<unknown> {
  // Before the first tick nobody knows which series are still there.
  const namesChanged = (): void => {
    reading.way.update(docker);
    reading.namesChanged();
    if (agent.status().ticks > 0 && !once) inventory.changed();
  };
  const containersMoved = (event: DockerEvent): void => {
    reading.way.notice(event);
    agent.lookAgain();
  };
  return Promise.all([docker.run({ containersMoved, namesChanged }), kubernetes.run({ namesChanged })]);
}

function statusOf({ intervalMs }: Config, parts: Parts): AgentStatus {
  const { agent, control, book, reading, docker, transport, sender, reports, mended } = parts;
  const { spool } = parts.ground;
  return {
    ...{ version: VERSION, intervalMs, ...agent.status(), collectors: reports.all() },
    ...{ tickIntervalMs: control.intervalMs(), control: control.counts() },
    ...{ series: book.present().length, namespaces: reading.discovery.namespaces().length, docker: docker.state },
    ...{ natsConnected: transport.connected, spoolMessages: spool.pendingCount, spoolBytes: spool.bytes },
    ...{ thinned: spool.thinned, mended: mended.count, sent: sender.counts() },
  };
}

/** Null where it is not wanted. */
function serveStatus({ metricsPort, metricsHost }: Config, status: () => AgentStatus, log: Logger): Server | null {
  if (metricsPort === 0) return null;
  const server = createStatusServer(status).listen(metricsPort, metricsHost);
  return server.on('error', (error) =>
    log.error({ err: error }, 'WEIR_METRICS_HOST and WEIR_METRICS_PORT cannot be listened on; counting goes on'),
  );
}

/** As a host that joined, or as NATS' address says. */
function openTransport(
  { join, nats, hostName, nodeName }: Config,
  { hostId, stateFolder }: Pick<Ground, 'hostId' | 'stateFolder'>,
  nowMs: () => number,
  log: Logger,
): Transport {
  if (!join) return new NatsTransport(nats, nowMs, log);
  const name = hostLabel(hostName, nodeName);
  const parts = { join, folder: stateFolder, hostId, hostName: name, nowMs: () => Date.now(), ask, log };
  return new EnrolledTransport(new Enrolment(parts), nowMs, log);
}

function realSurroundings(config: Config, log: Logger): Surroundings {
  const allows = labelFilter(config.containerLabels);
  return {
    source: systemClock,
    transport: (nowMs, ground) => openTransport(config, ground, nowMs, log),
    engine: dockerEngine(config.docker, { allows }),
    api: config.kubernetes && kubernetesApi(config.kubernetes, allows),
    platform: process.platform,
    run: runCommand,
    counters: () => dockerCounters(config.docker),
    ticking: true,
    once: false,
    keeping: true,
  };
}
