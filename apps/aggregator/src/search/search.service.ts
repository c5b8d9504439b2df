import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Bell } from '../background/bell.js';
import { Outage } from '../background/outage.js';
import { HostWatch, type WatchedHost } from '../query/host-watch.js';
import { readSeenHosts } from '../query/scope/read-seen-hosts.js';
import { inTurns } from '../background/turns.js';
import { DATABASE } from '../store/database.js';
import { readSubjects } from './read-subjects.js';
import { type SearchHit, SearchIndex } from './search-index.js';
import type { HostSubjects, SearchKind } from './subject.js';

/** So many hosts are read at once: some thousand rows. */
const HOSTS_AT_ONCE = 20;

/** Keeps in memory what can be found, host by host as they change, and finds it. */
@Injectable()
export class SearchService extends Background {
  private readonly index = new SearchIndex();
  private readonly reading = new Outage('reading what can be searched for', new Logger('search'));
  private readonly bell: Bell;
  /** What each host was when it was read last. */
  private readonly read = new Map<string, { readonly state: string; readonly digest: string }>();
  private hosts: ReadonlyMap<string, WatchedHost> | null = null;
  private ready = false;

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    watch: HostWatch,
  ) {
    const bell = new Bell();
    super([{ stopWaiting: () => bell.ring() }]);
    this.bell = bell;
    watch.listen((hosts) => {
      this.hosts = hosts;
      bell.ring();
    });
  }

  /** Whether all hosts were read once: before that, what is not found may be there. */
  get isReady(): boolean {
    return this.ready;
  }

  /** The first of what matches on the hosts that are seen, best first. */
  async search(text: string, kinds: ReadonlySet<SearchKind>, first: number): Promise<SearchHit[]> {
    return inTurns(this.index.search(text, kinds, first, await readSeenHosts(this.database)));
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.bell.heard();
      const { hosts } = this;
      if (hosts) await this.reading.trying(() => this.follow(hosts, stopped));
    }
  }

  private async follow(hosts: ReadonlyMap<string, WatchedHost>, stopped: AbortSignal): Promise<void> {
    for (const id of this.read.keys()) if (!hosts.has(id)) await this.forget(id);
    const changed = [...hosts.values()].filter((host) => this.read.get(host.id)?.state !== stateOf(host));
    for (let from = 0; from < changed.length && !stopped.aborted; from += HOSTS_AT_ONCE) {
      await this.take(changed.slice(from, from + HOSTS_AT_ONCE));
    }
    this.ready = true;
  }

  private async take(hosts: readonly WatchedHost[]): Promise<void> {
    const found = await readSubjects(this.database, hosts);
    for (const [index, host] of hosts.entries()) {
      const subjects = found[index];
      if (subjects) await this.replace(host, subjects);
    }
  }

  /** Agents tell what they have every ten minutes, changed or not. */
  private async replace(host: WatchedHost, subjects: HostSubjects): Promise<void> {
    const digest = createHash('sha256').update(JSON.stringify(subjects)).digest('base64');
    if (this.read.get(host.id)?.digest !== digest) await inTurns(this.index.replace(subjects));
    this.read.set(host.id, { state: stateOf(host), digest });
  }

  private async forget(id: string): Promise<void> {
    await inTurns(this.index.remove(id));
    this.read.delete(id);
  }
}

const stateOf = ({ hostId, name, labels, inventoryMs }: WatchedHost): string =>
  JSON.stringify([hostId, name, labels, inventoryMs]);
