import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { Agent } from './agent.js';
import { othersThan } from './collect/names.js';
import { CollectorReports } from './collect/reports.js';
import { collectorLog } from './collector-log.js';
import type { Config } from './config/config.js';
import { CounterBook } from './delta/book.js';
import { type ClockSource, turnOffsetMs } from './delta/clock.js';
import { containerNames } from './discover/container-names.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { DockerWatch } from './discover/docker-watch.js';
import { hasPatterns } from './discover/exclusion.js';
import { hostLabel } from './discover/host-identity.js';
import type { KubernetesApi } from './discover/kubernetes-api.js';
import { KubernetesWatch } from './discover/kubernetes-watch.js';
import { type Ground, openGround } from './ground.js';
import { EventMessages } from './publish/event-messages.js';
import type { Identity } from './publish/messages.js';
import { Sender } from './publish/sender.js';
import type { Transport } from './publish/transport.js';
import { ChangesTask } from './tasks/changes-task.js';
import { ControlTask } from './tasks/control-task.js';
import { type InventoryParts, InventoryTask } from './tasks/inventory-task.js';
import { MendedLog } from './tasks/mended-log.js';
import { openReading, type Reading, type ReadingSurroundings } from './reading.js';
import { openStateTask, STATE_EVERY_MS } from './tasks/state-task.js';
import { VERSION } from './version.js';

/** What surrounds the agent, replaceable in tests. */
export interface Surroundings extends ReadingSurroundings {
  readonly source: ClockSource;
  readonly transport: (nowMs: () => number, ground: Pick<Ground, 'hostId' | 'stateFolder'>) => Transport;
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

/** The parts of an agent, put together but not started. */
export interface Parts {
  readonly ground: Ground;
  readonly identity: Identity;
  readonly reading: Reading;
  readonly reports: CollectorReports;
  readonly docker: DockerWatch;
  readonly kubernetes: KubernetesWatch;
  readonly transport: Transport;
  readonly sender: Sender;
  readonly book: CounterBook;
  /** Null where the collector is switched off, and where the agent only looks once. */
  readonly changes: ChangesTask | null;
  readonly mended: MendedLog;
  readonly inventory: InventoryTask;
  readonly control: ControlTask;
  readonly agent: Agent;
}

const CHECKPOINT_EVERY_MS = 300_000;

/** What all other parts stand on. */
type Base = Pick<
  Parts,
  'ground' | 'identity' | 'reading' | 'reports' | 'docker' | 'kubernetes' | 'transport' | 'sender'
>;

/** Puts the parts together. */
export function assemble(config: Config, log: Logger, surroundings: Surroundings): Parts {
  const { source, once } = surroundings;
  const base = assembleBase(config, log, surroundings);
  const { ground, identity, reading, reports, docker, kubernetes, transport, sender } = base;
  const { spool, clock, hostId } = ground;
  const { way, discovery, collectors, exclusion } = reading;
  const book = openBook(ground, (key) => inventory.speedOf(key));
  // What an agent that looks once would tell is never written; the next one tells it.
  const changes = once ? null : openChanges(config, log, base, (messages) => agent.enqueue(messages));
  const mended = new MendedLog(log);
  const inventory = new InventoryTask({
    ...{ hostId, way, discovery, docker, kubernetes, exclusion, sender, mended, log },
    series: () => book.present(),
    about: describe(config, reading, identity.run, { docker, kubernetes }, source.wallMs()),
    notice: changes && ((seen) => changes.notice(seen)),
    nowMs: () => clock.nowMs(),
  });
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
    ...{ identity, source, clock, collectors, states, book, spool, sender, discovery, log },
    ...{ intervalMs: () => control.intervalMs(), offsetMs: turnOffsetMs(hostId, config.intervalMs) },
    off: othersThan(config.collectors),
    onStructure: () => void (!once && inventory.changed()),
  });
  return { ...base, book, changes, mended, inventory, control, agent };
}

function assembleBase(config: Config, log: Logger, surroundings: Surroundings): Base {
  const { source, transport: open, engine, api, keeping } = surroundings;
  const ground = openGround(config, source, log, keeping);
  const { kernel, hostId, spool, clock } = ground;
  const reports = new CollectorReports(() => source.monotonicMs(), collectorLog(log, config.logLevels));
  const docker = new DockerWatch(engine, log);
  const kubernetes = new KubernetesWatch(api, log);
  const reading = openReading({
    ...{ config, ground, source, reports, surroundings, log },
    naming: (found) => containerNames(found, docker.containers, kubernetes.pods),
  });
  const identity = { host: hostId, boot: kernel.boot, run: randomBytes(9).toString('base64url') };
  const transport = open(() => clock.nowMs(), ground);
  const sender = new Sender(hostId, spool, transport, log);
  return { ground, identity, reading, reports, docker, kubernetes, transport, sender };
}

function openChanges(
  { collectors, intervalMs }: Config,
  log: Logger,
  { ground, identity, reports }: Base,
  enqueue: Agent['enqueue'],
): ChangesTask | null {
  if (!collectors.has('changes')) return null;
  const messages = new EventMessages(identity);
  return new ChangesTask({
    ...{ messages, enqueue, reports, log },
    ...{ kept: ground.lastInventory, spooledWithinMs: 2 * intervalMs },
  });
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
  { hostName, nodeName, intervalMs, collectors, exclude }: Config,
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
      ...(hasPatterns(exclude) && { excludes: exclude }),
    },
    os: { hostname: hostLabel(hostName, docker.hostName ?? nodeName), ...way.system() },
  });
}
