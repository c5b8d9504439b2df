import type { StateMessage } from '@weir/model';
import type { Pool } from 'pg';
import {
  type HostInventory,
  readInventories,
  readWatchedHosts,
  type WatchedHost,
} from '../../query/watched/inventory.js';
import { HostRates } from './host-rates.js';
import { HostStates } from './host-states.js';
import type { FedHost } from './watched.js';

/** So many hosts are read at a time. */
const HOSTS_AT_ONCE = 32;
/** Of a host that tells of what is not known, the inventory is read again, this often at most. */
const UNKNOWN_EVERY_MS = 10_000;

/** All hosts, as the store knows them: read anew whenever what they have may have changed. */
export class FedHosts {
  private readonly byId = new Map<string, FedHost>();
  private readonly readAtMs = new Map<string, number>();

  constructor(private readonly pool: Pool) {}

  get all(): Iterable<FedHost> {
    return this.byId.values();
  }

  get(hostUuid: string): FedHost | undefined {
    return this.byId.get(hostUuid);
  }

  /** Takes in what a host says of itself. */
  hearState(message: StateMessage, nowMs: number): void {
    const host = this.byId.get(message.host);
    if (!host) return;
    host.rates.heardMs = nowMs;
    host.states.take(message, nowMs);
  }

  /** What each has. */
  get inventories(): HostInventory[] {
    return [...this.byId.values()].map(({ inventory }) => inventory);
  }

  /** Looks for what is new; answers whether anything is. */
  async look(nowMs: number): Promise<boolean> {
    const hosts = await readWatchedHosts(this.pool);
    const present = new Set(hosts.map(({ id }) => id));
    let isNew = false;
    for (const id of [...this.byId.keys()]) if (!present.has(id)) isNew = this.byId.delete(id) || isNew;
    const changed = hosts.filter((host) => !this.isAsBefore(host, nowMs));
    for (let from = 0; from < changed.length; from += HOSTS_AT_ONCE) {
      const some = changed.slice(from, from + HOSTS_AT_ONCE);
      for (const inventory of await readInventories(this.pool, some)) isNew = this.keep(inventory, nowMs) || isNew;
    }
    return isNew;
  }

  private isAsBefore(host: WatchedHost, nowMs: number): boolean {
    const known = this.byId.get(host.id);
    if (known?.inventory.hostId !== host.hostId || known.inventory.revision !== host.revision) return false;
    // It is stored with every batch, and nobody's inventory.
    Object.assign(known.inventory, { storedMs: host.storedMs });
    return !known.rates.hasUnknown || nowMs - (this.readAtMs.get(host.id) ?? 0) < UNKNOWN_EVERY_MS;
  }

  private keep(inventory: HostInventory, nowMs: number): boolean {
    this.readAtMs.set(inventory.id, nowMs);
    const known = this.byId.get(inventory.id);
    const isSame = known?.inventory.hostId === inventory.hostId;
    if (isSame && contentOf(known.inventory) === contentOf(inventory)) {
      Object.assign(known.inventory, { revision: inventory.revision, storedMs: inventory.storedMs });
      return false;
    }
    const rates = isSame ? known.rates : new HostRates(inventory.intervalMs);
    const there = inventory.interfaces.filter(({ goneMs }) => goneMs === null);
    rates.keep(
      there.map(({ key }) => key),
      inventory.intervalMs,
    );
    this.byId.set(inventory.id, { inventory, rates, states: isSame ? known.states : new HostStates() });
    return true;
  }
}

/** Agents tell all that they have every ten minutes: mostly it is as before. */
function contentOf({ name, intervalMs, interfaces, containers, networks }: HostInventory): string {
  return JSON.stringify([name, intervalMs, interfaces, containers, networks]);
}
