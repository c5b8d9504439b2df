import { networkInterfaces } from 'node:os';
import type { Collector } from './collect/collector.js';
import { DockerContainerState } from './collect/docker-container-state.js';
import { DockerInterfaces } from './collect/docker-interfaces.js';
import { DockerStats } from './collect/docker-stats.js';
import { HOST_PREFIX } from './collect/host-interfaces.js';
import { OsInterfaces } from './collect/os-interfaces.js';
import { NO_VIEW, osView } from './collect/os-view.js';
import { splitKey } from './delta/series.js';
import { DockerContainers } from './discover/docker-containers.js';
import type { DockerCounters, EngineSystem } from './discover/docker-counters.js';
import type { Namespace } from './discover/namespaces.js';
import type { NamespaceAddresses } from './discover/network-of.js';
import type { Command } from './platform/os-source.js';
import type { Recovered } from './publish/spool.js';
import type { ReadingMode } from './reading-mode.js';
import type { Way, WayParts } from './way.js';

/** What reading without `/proc` takes. */
export interface DockerWayParts extends WayParts {
  readonly mode: ReadingMode & { readonly kind: 'docker' };
  readonly platform: NodeJS.Platform;
  readonly counters: DockerCounters;
  readonly run: (command: Command) => Promise<string>;
}

/** Docker's pace; and each reading of the system's own counters is a program that runs. */
const STATISTICS_EVERY_MS = 1_000;
const UNTOLD: EngineSystem = { platform: null, kernel: null, memoryBytes: null };

/** Reads containers from Docker's statistics, and the host's interfaces from its system where that is this machine. */
export function dockerWay(parts: DockerWayParts): Way {
  const { ground, source, mode, platform, counters } = parts;
  const monotonicMs = (): number => source.monotonicMs();
  let engine = UNTOLD;
  const ask = async (): Promise<void> => {
    // Where it fails it is asked again at the next change.
    engine = await counters.system().catch(() => UNTOLD);
  };
  const stats = new DockerStats({ counters, monotonicMs, hostMemoryBytes: () => engine.memoryBytes });
  const containers = new DockerContainers(counters, monotonicMs, () => stats.follow(containers.lives()));
  const os = mode.os && new OsInterfaces({ source: mode.os, run: parts.run, life: ground.kernel.boot, monotonicMs });
  const awaited = awaitedOf(ground.spool.recovered);
  return {
    finestMs: STATISTICS_EVERY_MS,
    found: containers,
    counters: (seen): Collector[] => [...(os ? [os] : []), new DockerInterfaces(seen, containers, stats, awaited)],
    states: (seen) => ({
      ...{ hostState: null, protocols: null },
      containerState: new DockerContainerState(seen, stats),
    }),
    system: () => (mode.remote ? remoteSystem(engine) : localSystem(parts)),
    hostView: () => (os ? osView(platform, os.interfaces(), networkInterfaces()) : NO_VIEW),
    addressesOf: (namespace) => addressesOf(namespace, containers, stats),
    notice: ({ type, action, container }) => {
      if (type === 'container' && action === 'die' && container !== null) containers.ended(container);
    },
    update: (docker) => {
      const isConnected = docker.state === 'connected';
      containers.update(docker.containers, isConnected);
      if (isConnected && engine === UNTOLD) void ask();
    },
    stop: () => stats.stop(),
  };
}

function remoteSystem({ platform, kernel }: EngineSystem): ReturnType<Way['system']> {
  return { platform: platform ?? 'unknown', kernel: kernel ?? 'unknown', boot: 'unknown', bootedAt: null };
}

function localSystem({ platform, ground: { kernel } }: DockerWayParts): ReturnType<Way['system']> {
  return { platform, kernel: kernel.release, boot: kernel.boot, bootedAt: kernel.bootedAt };
}

/** The namespaces that the agent's last life counted: unread, not gone, until Docker tells what runs. */
function awaitedOf(recovered: Recovered | null): { readonly prefix: string; readonly life: string }[] {
  const lives = new Map((recovered?.entries ?? []).map(({ key, life }) => [splitKey(key).prefix, life]));
  return [...lives].flatMap(([prefix, life]) => (prefix === HOST_PREFIX ? [] : [{ prefix, life }]));
}

/** Docker tells addresses by network, not by interface: with one of each there is no doubt. */
function addressesOf(
  { containers: [owner = ''] }: Namespace,
  known: DockerContainers,
  stats: DockerStats,
): NamespaceAddresses {
  const [row, ...otherRows] = stats.newest(owner)?.rows ?? [];
  const [endpoint, ...otherEndpoints] = known.endpointsOf(owner);
  const isPlain = otherRows.length === 0 && otherEndpoints.length === 0;
  const addresses = [endpoint?.ipv4, endpoint?.ipv6].filter((address) => typeof address === 'string');
  return { routes: [], addresses: new Map(row && isPlain ? [[row.name, addresses]] : []) };
}
