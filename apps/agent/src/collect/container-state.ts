import { type ContainerCgroups, locateCgroups } from '../cgroupfs/locate.js';
import { type ContainerUsage, readUsage } from '../cgroupfs/usage.js';
import type { FoundContainer } from '../discover/discovery.js';
import type { Member } from '../discover/process-scan.js';
import { readText } from '../procfs/files.js';
import type { CollectorName } from './names.js';
import type { Outcome } from './reports.js';

/** What one container uses; CPU time is cumulative, null is unknown. */
export interface ContainerReading extends ContainerUsage {
  readonly id: string;
  /** ms since 1970, where known. */
  readonly startedAt: number | null;
}

export interface ContainerStateOptions {
  readonly procRoot: string;
  readonly sysRoot: string;
  readonly source: { containers(): readonly FoundContainer[]; processes(): readonly Member[] };
}

interface Place {
  readonly cgroups: ContainerCgroups;
  readonly attempts: number;
}

/** A runtime moves a new container into its cgroups one by one; but a search may walk the whole tree. */
const MAX_ATTEMPTS = 3;

/** CPU and memory of each container, from its cgroups. */
export class ContainerState {
  readonly name = 'container-state' satisfies CollectorName;
  private places = new Map<string, Place>();

  constructor(private readonly options: ContainerStateOptions) {}

  /** A cgroup that cannot be read is no failure: the agent may not have been given the host's. */
  collect(): Outcome & { readonly containers: readonly ContainerReading[] } {
    const found = this.options.source.containers();
    const pids = new Map(this.options.source.processes().map(({ container, pid }) => [container, pid]));
    this.places = new Map(found.map(({ id }) => [id, this.placeOf(id, pids.get(id))]));
    const containers = found.map(({ id, startedAt }) => ({ id, startedAt, ...this.usageOf(id) }));
    const unknown = containers.filter(({ cpuMs, memoryBytes }) => cpuMs === null || memoryBytes === null).length;
    return { containers, failure: null, counts: { containers: containers.length, unknown } };
  }

  private usageOf(id: string): ContainerUsage {
    return readUsage(this.places.get(id)?.cgroups ?? { cpu: null, memory: null });
  }

  private placeOf(id: string, pid: number | undefined): Place {
    const known = this.places.get(id);
    const isKnown = known && ((known.cgroups.cpu && known.cgroups.memory) || known.attempts >= MAX_ATTEMPTS);
    if (isKnown) return known;
    const { procRoot, sysRoot } = this.options;
    const text = pid === undefined ? null : readText(`${procRoot}/${pid}/cgroup`);
    const cgroups = locateCgroups(`${sysRoot}/fs/cgroup`, text ?? '', id);
    return { cgroups, attempts: (known?.attempts ?? 0) + 1 };
  }
}
