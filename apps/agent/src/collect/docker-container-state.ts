import type { DockerContainers } from '../discover/docker-containers.js';
import type { ContainerReading } from './container-state.js';
import type { DockerStats } from './docker-stats.js';
import type { CollectorName } from './names.js';
import type { Outcome } from './reports.js';

const UNKNOWN = { cpuMs: null, memoryBytes: null, memoryLimitBytes: null };

/** CPU and memory of each container, from Docker's statistics. */
export class DockerContainerState {
  readonly name = 'container-state' satisfies CollectorName;

  constructor(
    private readonly source: Pick<DockerContainers, 'containers'>,
    private readonly stats: Pick<DockerStats, 'newest'>,
  ) {}

  collect(): Outcome & { readonly containers: readonly ContainerReading[] } {
    const containers = this.source
      .containers()
      .map(({ id, startedAt }) => ({ id, startedAt, ...(this.stats.newest(id)?.usage ?? UNKNOWN) }));
    const unknown = containers.filter(({ cpuMs }) => cpuMs === null).length;
    return { containers, failure: null, counts: { containers: containers.length, unknown } };
  }
}
