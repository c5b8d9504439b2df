import type { DockerContainers } from '../discover/docker-containers.js';
import type { NamespaceSource } from './container-interfaces.js';
import type { Collected, Collector, TableContent, TableReading } from './collector.js';
import type { DockerStats } from './docker-stats.js';
import type { StatsSample } from './docker-stats-sample.js';

/** A table that an earlier life of the agent counted. */
export interface AwaitedTable {
  readonly prefix: string;
  readonly life: string;
}

/** The interfaces of containers from Docker's statistics: one reading for each namespace, however many share it. */
export class DockerInterfaces implements Collector {
  readonly name = 'container-interfaces';

  /** `awaited` are unread, not gone, until Docker has told what runs. */
  constructor(
    private readonly source: NamespaceSource,
    private readonly docker: Pick<DockerContainers, 'listed' | 'failure'>,
    private readonly stats: Pick<DockerStats, 'take' | 'silence'>,
    private readonly awaited: readonly AwaitedTable[],
  ) {}

  collect(): Collected {
    this.source.refresh(false);
    if (!this.docker.listed) return this.collectNothing();
    const namespaces = this.source.namespaces();
    const tables = namespaces.map(({ key, life, startedAt, containers: [owner = ''] }): TableReading => {
      return { prefix: key, life, startedAt, content: contentOf(this.stats.take(owner)) };
    });
    const silent = namespaces.flatMap(({ key, containers: [owner = ''] }) => {
      const reason = this.stats.silence(owner);
      return reason === null ? [] : [`${key} (${reason})`];
    });
    const failure = silent.length > 0 ? `no statistics of ${silent.join(', ')}` : this.docker.failure;
    return { tables, failure };
  }

  private collectNothing(): Collected {
    const tables = this.awaited.map((table): TableReading => ({
      ...table,
      startedAt: null,
      content: { kind: 'unread' },
    }));
    // To wait for a first answer is no failure, and would hide the reason where Docker then refuses one.
    return { tables, failure: this.docker.failure, unlisted: true };
  }
}

/** Docker's second and the agent's are not in step: a tick without a new sample knows nothing, which is not zero. */
function contentOf(sample: StatsSample | null): TableContent {
  return sample ? { kind: 'rows', rows: sample.rows, faults: sample.faults } : { kind: 'unread' };
}
