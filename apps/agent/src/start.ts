import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Agent } from './agent.js';
import { takeBaseline } from './baseline.js';
import { ChangesTask } from './changes-task.js';
import { type ClockSource, systemClock } from './clock.js';
import { collectorLog } from './collector-log.js';
import { othersThan } from './collect/names.js';
import { CollectorReports } from './collect/reports.js';
import type { Config } from './config.js';
import { ControlTask } from './control-task.js';
import { CounterBook } from './delta/book.js';
import { containerNames } from './discover/container-names.js';
import { type DockerEngine, dockerEngine } from './discover/docker-engine.js';
import { dockerCounters } from './discover/docker-counters.js';
import type { DockerEvent } from './discover/docker-records.js';
import { DockerWatch } from './discover/docker-watch.js';
import { hostLabel } from './discover/host-identity.js';
import { type KubernetesApi, kubernetesApi } from './discover/kubernetes-api.js';
import { KubernetesWatch } from './discover/kubernetes-watch.js';
import { labelFilter } from './discover/labels.js';
import { type Ground, openGround, openReading, type Reading, type ReadingSurroundings } from './ground.js';
import { type InventoryParts, InventoryTask } from './inventory-task.js';
import { runCommand } from './platform/run-command.js';
import { MendedLog } from './mended-log.js';
import { EventMessages } from './publish/event-messages.js';
import { NatsTransport } from './publish/nats.js';
import { Sender } from './publish/sender.js';
import type { Transport } from './publish/transport.js';
import { createStatusServer } from './serve/http.js';
import type { AgentStatus } from './serve/metrics.js';
import { openStateTask, STATE_EVERY_MS } from './state-task.js';
import { VERSION } from './version.js';

/** A running agent. */
export interface RunningAgent {
  readonly hostId: string;
  /** Ticks now, beside the clock's ticks. */
  tick(): void;
  status(): AgentStatus;
  /** A last tick, what can be sent in this time, and an orderly end. */
  stop(patienceMs: number): Promise<void>;
}

/** What surrounds the agent, replaceable in tests. */
export interface Surroundings extends ReadingSurroundings {
  readonly source: ClockSource;
  readonly transport: (nowMs: () => number) => Transport;
  readonly engine: DockerEngine;
  /** Null where this is no node of a cluster. */
  readonly api: KubernetesApi | null;
  /** False where only `tick()` makes it tick. */
  readonly ticking: boolean;
  /** Whether it only looks once: it ticks when told, state is told at each tick, the inventory at the end. */
  readonly once: boolean;
  /** Whether what it knows outlives it. */
  readonly keeping: boolean;
}

const CHECKPOINT_EVERY_MS = 300_000;
const DOCKER_PATIENCE_MS = 100;

/** Puts the agent's parts together and starts them. */
export function startAgent(config: Config, log: Logger, given: Partial<Surroundings> = {}): RunningAgent {
  const surroundings = { ...realSurroundings(config, log), ...given };
  const { source, transport: open, engine, api, ticking, once, keeping } = surroundings;
  const ground = openGround(config, source, log, keeping);
  const { kernel, hostId, spool, clock } = ground;
  const reports = new CollectorReports(() => source.monotonicMs(), collectorLog(log, config.logLevels));
  const reading = openReading({
    ...{ config, ground, source, reports, surroundings, log },
    naming: (found) => containerNames(found, docker.containers, kubernetes.pods),
  });
  const { way, discovery, collectors, exclusion } = reading;
  const identity = { host: hostId, boot: kernel.boot, run: randomBytes(9).toString('base64url') };
  const transport = open(() => clock.nowMs());
  const sender = new Sender(hostId, spool, transport, log);
  const docker = new DockerWatch(engine, log);
  const kubernetes = new KubernetesWatch(api, log);
  const book = openBook(ground, (key) => inventory.speedOf(key));
  const changes = config.collectors.has('changes')
    ? new ChangesTask({
        ...{ messages: new EventMessages(identity), enqueue: (messages) => agent.enqueue(messages), reports, log },
        ...{
          kept: ground.lastInventory,
          spooledWithinMs: 2 * config.intervalMs,
        },
      })
    : null;
  const mended = new MendedLog(log);
  const inventory = new InventoryTask({
    ...{ hostId, way, discovery, docker, kubernetes, exclusion, sender, mended },
    series: () => book.present(),
    about: describe(config, reading, identity.run, { docker, kubernetes }, source.wallMs()),
    notice: changes && ((seen) => changes.notice(seen)),
    nowMs: () => clock.nowMs(),
  });
  const onStructure = (): void => void (!once && inventory.changed());
  const control = new ControlTask({
    ...{ config, hostId, finestMs: way.finestMs, source, transport, reports, log },
    hasten: () => agent.hasten(),
  });
  const states = openStateTask({
    ...{ config, identity, source, reports, collectors: reading.states },
    latency: () => control.latencyState(),
    findContainers: () => agent.lookAgain(),
    everyMs: once ? config.intervalMs : STATE_EVERY_MS,
  });
  const agent = new Agent({
    ...{ identity, source, clock, collectors, states, book, spool, sender, discovery, onStructure, log },
    ...{ intervalMs: () => control.intervalMs(), off: othersThan(config.collectors) },
  });
  const status = (): AgentStatus => ({
    ...{ version: VERSION, intervalMs: config.intervalMs, ...agent.status() },
    collectors: reports.all(),
    ...{ tickIntervalMs: control.intervalMs(), control: control.counts() },
    ...{ series: book.present().length, namespaces: discovery.namespaces().length, docker: docker.state },
    ...{ natsConnected: transport.connected, spoolMessages: spool.pendingCount, spoolBytes: spool.bytes },
    ...{ thinned: spool.thinned, mended: mended.count },
    sent: sender.counts(),
  });

  log.info({ host: hostId, run: identity.run, pending: spool.pendingCount, version: VERSION }, 'weir agent starts');
  takeBaseline(book, collectors, spool.recovered);
  const server = serveStatus(config, status, log);
  sender.start();
  inventory.start();
  // Before the first tick nobody knows which series are still there.
  const namesChanged = (): void => {
    way.update(docker);
    reading.namesChanged();
    if (agent.status().ticks > 0) onStructure();
  };
  const containersMoved = (event: DockerEvent): void => {
    way.notice(event);
    agent.lookAgain();
  };
  const watching = Promise.all([docker.run({ containersMoved, namesChanged }), kubernetes.run({ namesChanged })]);
  if (ticking && !once) for (const each of [agent, control]) each.start();

  return {
    hostId,
    tick: () => agent.tick(),
    status,
    stop: async (patienceMs) => {
      agent.stop();
      control.stop();
      inventory.stop();
      docker.stop();
      kubernetes.stop();
      server?.close();
      agent.tick();
      if (once) await inventory.send();
      way.stop();
      changes?.stop();
      await sender.finish(patienceMs);
      // A Docker that hangs must not keep the agent.
      await Promise.race([watching, sleep(DOCKER_PATIENCE_MS, undefined, { ref: false })]);
      spool.close();
      ground.release();
    },
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

function realSurroundings(config: Config, log: Logger): Surroundings {
  const allows = labelFilter(config.containerLabels);
  return {
    source: systemClock,
    transport: (nowMs) => new NatsTransport(config.nats, nowMs, log),
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

function openBook({ kernel, spool, previous }: Ground, speedOf: (key: string) => number | null): CounterBook {
  return new CounterBook(
    { checkpointMs: CHECKPOINT_EVERY_MS, speedOf, bootedAt: kernel.bootedAt },
    spool.recovered?.entries ?? [],
    previous,
  );
}

/** What the inventory says about agent and system, which changes with Docker's state. */
function describe(
  { hostName, nodeName, intervalMs, collectors }: Config,
  { way, missing }: Reading,
  run: string,
  { docker, kubernetes }: { readonly docker: DockerWatch; readonly kubernetes: KubernetesWatch },
  startedAt: number,
): InventoryParts['about'] {
  return () => ({
    agent: {
      version: VERSION,
      run,
      startedAt,
      intervalMs,
      docker: docker.state,
      kubernetes: kubernetes.state,
      off: othersThan(collectors),
      missing,
    },
    os: { hostname: hostLabel(hostName, docker.hostName ?? nodeName), ...way.system() },
  });
}
