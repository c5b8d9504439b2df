import type { OsInfo } from '@weir/model';
import type { Collector } from './collect/collector.js';
import type { Config } from './config/config.js';
import type { ClockSource } from './delta/clock.js';
import type { DiscoveryView } from './discover/discovery.js';
import type { DockerEvent } from './discover/docker-records.js';
import type { DockerWatch } from './discover/docker-watch.js';
import type { HostView } from './discover/host-view.js';
import type { Namespace } from './discover/namespaces.js';
import type { NamespaceAddresses } from './discover/network-of.js';
import type { Ground } from './ground.js';
import type { StateCollectors } from './tasks/state-task.js';

/** A way to read a host: where its containers are found, its counters read, and what is known beside them. */
export interface Way {
  /** Reading more often than this tells nothing new, however closely somebody looks. */
  readonly finestMs: number;
  readonly found: DiscoveryView;
  /** Those of counters; `seen` is what was found without what is left out. */
  counters(seen: DiscoveryView): Collector[];
  states(seen: DiscoveryView): StateCollectors;
  /** The host that is read, which may be another than the agent's. */
  system(): Pick<OsInfo, 'platform' | 'kernel' | 'boot' | 'bootedAt'>;
  /** Looks at the host's interfaces, beside their counters. */
  hostView(): HostView | Promise<HostView>;
  addressesOf(namespace: Namespace): NamespaceAddresses;
  /** Something happened to a container; told before Docker is asked anything. */
  notice(event: DockerEvent): void;
  /** What Docker tells is different, or it came or went. */
  update(docker: Pick<DockerWatch, 'containers' | 'state'>): void;
  stop(): void;
}

/** What a way is made from. */
export interface WayParts {
  readonly config: Config;
  readonly ground: Ground;
  readonly source: ClockSource;
}
