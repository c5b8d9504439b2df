import { Injectable, Logger } from '@nestjs/common';
import { type PerCounter, perCounter } from '@weir/model';
import { Outage } from '../../background/outage.js';
import { LiveRates } from '../../live/rates/live-rates.js';
import { hostState } from '../../query/host-state.js';
import { HostWatch, type WatchedHost } from '../../query/host-watch.js';
import { UplinkRepository } from '../../query/uplinks.js';

/** A host, and what its uplinks are called in its messages. */
interface Known {
  readonly host: WatchedHost;
  readonly keys: readonly string[];
}

/** How much passes all uplinks now, from memory alone: what is seen first of a fleet waits neither for the store nor for its charts. */
@Injectable()
export class FleetRates {
  private readonly reading = new Outage('reading which uplinks hosts have', new Logger('live'));
  private known: ReadonlyMap<string, Known> = new Map();
  private isReading = false;

  constructor(
    watch: HostWatch,
    private readonly uplinks: UplinkRepository,
    private readonly live: LiveRates,
  ) {
    watch.listen((hosts) => void this.follow(hosts));
  }

  /** Per second, of these hosts (null = all); null where none is heard, and where one that is there tells nothing of its uplinks. */
  now(nowMs: number, hosts: ReadonlySet<string> | null): PerCounter<number> | null {
    const heard: PerCounter<number>[] = [];
    for (const { host, keys } of this.known.values()) {
      if (hosts && !hosts.has(host.id)) continue;
      const rates = this.live.of(host.id, keys, nowMs);
      if (rates) heard.push(rates);
      else if (rates === null || hostState(host.storedMs, host.intervalMs, nowMs) === 'alive') return null;
    }
    if (heard.length === 0) return null;
    return perCounter((counter) => heard.reduce((sum, rates) => sum + rates[counter], 0));
  }

  private async follow(hosts: ReadonlyMap<string, WatchedHost>): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    await this.reading.trying(() => this.read([...hosts.values()]));
    this.isReading = false;
  }

  /** Reads the uplinks of hosts whose inventory is another one than before. */
  private async read(hosts: readonly WatchedHost[]): Promise<void> {
    const changed = hosts.filter((host) => this.known.get(host.id)?.host.inventoryMs !== host.inventoryMs);
    const found = changed.length === 0 ? [] : await this.uplinks.ofHosts(changed.map(({ hostId }) => hostId));
    const read = new Map(changed.map(({ hostId }) => [hostId, [] as readonly string[]]));
    for (const { hostId, keys } of found) read.set(hostId, keys);
    this.known = new Map(
      hosts.map((host) => [host.id, { host, keys: read.get(host.hostId) ?? this.known.get(host.id)?.keys ?? [] }]),
    );
  }
}
