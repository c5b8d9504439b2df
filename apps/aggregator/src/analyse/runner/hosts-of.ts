import type { Pool } from 'pg';
import { type KnownHost, readAnalysedHosts, readKnownHosts } from '../../store/patterns/analysed-hosts.js';
import { HostAnalysis } from './host-analysis.js';
import { HostLine } from './host-line.js';
import { partitionOf } from './partition-of.js';
import type { Pace } from './thinning.js';

/** So many hosts are read at a time. */
const HOSTS_AT_ONCE = 32;
const MISSING_MS = 30_000;

/** The hosts of a partition, as the store knows them: read anew whenever what they have may have changed. */
export class HostsOf {
  readonly lines = new Map<string, HostLine>();

  constructor(
    private readonly pool: Pool,
    private readonly partition: number,
    private readonly partitions: number,
  ) {}

  /** Looks for what is new. Hosts that were not known before are prepared first: what fails is tried again by the next look. */
  async look(pace: Pace, prepare: (added: readonly HostLine[]) => Promise<void>): Promise<void> {
    const hosts = (await readKnownHosts(this.pool)).filter(({ id }) => this.isOurs(id));
    const present = new Set(hosts.map(({ id }) => id));
    for (const id of this.lines.keys()) if (!present.has(id)) this.lines.delete(id);
    const changed = hosts.filter((host) => this.isNews(host));
    for (let from = 0; from < changed.length; from += HOSTS_AT_ONCE) {
      const added = await this.read(changed.slice(from, from + HOSTS_AT_ONCE), pace);
      await prepare(added);
      for (const line of added) this.lines.set(line.analysis.known.id, line);
    }
  }

  private isOurs(hostUuid: string): boolean {
    return partitionOf(hostUuid, this.partitions) === this.partition;
  }

  private isNews({ id, revision, hostId }: KnownHost): boolean {
    const analysis = this.lines.get(id)?.analysis;
    return analysis?.known.revision !== revision || analysis.known.hostId !== hostId || isMissing(analysis);
  }

  private async read(hosts: readonly KnownHost[], pace: Pace): Promise<HostLine[]> {
    const added: HostLine[] = [];
    for (const host of await readAnalysedHosts(this.pool, hosts)) {
      const known = this.lines.get(host.id)?.analysis;
      // One that was forgotten and came back is another.
      if (known?.known.hostId === host.hostId) known.update(host);
      else added.push(new HostLine(new HostAnalysis(host, pace)));
    }
    return added;
  }
}

/** An inventory tells of most; what is missing still is looked for now and then. */
function isMissing({ unknownSinceMs, newestMs }: HostAnalysis): boolean {
  return newestMs - unknownSinceMs >= MISSING_MS;
}
