import type { InterfaceInfo } from '@weir/model';
import type { ClientBase } from 'pg';
import { TOLERATED_MS } from '../../clock/clock.js';
import { type Interface, writeInterfaces } from './interfaces.js';
import { type HostInventory, markGone, writeContainers, writeNetworks } from './inventory-rows.js';

/** An inventory on its way into the store. */
export interface InventoryToWrite extends HostInventory {
  readonly receivedMs: number;
}

/**
 * Applies inventories in their order, each unless a newer one of its host was applied before. Those of several hosts are written
 * together: when a fleet appears they all come at once. The caller holds the lock of the hosts. What `isWritten` says is in its row
 * already as the inventory tells it.
 */
export async function writeInventories(
  client: ClientBase,
  inventories: readonly InventoryToWrite[],
  isWritten: (hostId: number, info: InterfaceInfo) => boolean = () => false,
): Promise<void> {
  for (const [index, wave] of wavesOf(inventories).entries()) {
    const isApplied = await updateHosts(client, wave);
    const applied = wave.filter(({ hostId }) => isApplied.has(hostId));
    if (applied.length === 0) continue;
    const interfaces = applied.flatMap(interfacesOf);
    // The first inventory of a host is written over it by the second.
    await writeInterfaces(
      client,
      index > 0 ? interfaces : interfaces.filter(({ hostId, info }) => !isWritten(hostId, info)),
    );
    await markGone(client, 'series', 'interfaces', applied);
    await writeContainers(client, applied);
    await markGone(client, 'container', 'containers', applied);
    await writeNetworks(client, applied);
    await markGone(client, 'network', 'networks', applied);
  }
}

/** The first inventory of each host, then the second of each that has one, and so on. */
function wavesOf(inventories: readonly InventoryToWrite[]): InventoryToWrite[][] {
  const waves: InventoryToWrite[][] = [];
  const counts = new Map<number, number>();
  for (const inventory of inventories) {
    const count = counts.get(inventory.hostId) ?? 0;
    counts.set(inventory.hostId, count + 1);
    (waves[count] ??= []).push(inventory);
  }
  return waves;
}

/**
 * Answers the hosts of which it is the newest. One that was stored with a time yet to come says only that the clock was wrong: it
 * keeps no later one out. Yet to come now, not when this one was received: one that a killed replica held is stored long after newer ones.
 */
async function updateHosts(client: ClientBase, inventories: readonly InventoryToWrite[]): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ host_id: number }>(
    `UPDATE host SET name = told.name, agent = told.agent, os = told.os, inventory_at = to_timestamp(told.ms / 1000)
     FROM unnest($1::int[], $2::text[], $3::jsonb[], $4::jsonb[], $5::float8[], $6::float8[])
       AS told (host_id, name, agent, os, ms, latest_ms)
     WHERE host.host_id = told.host_id AND (inventory_at IS NULL OR inventory_at <= to_timestamp(told.ms / 1000)
       OR inventory_at > to_timestamp(told.latest_ms / 1000))
     RETURNING host.host_id`,
    [
      inventories.map(({ hostId }) => hostId),
      inventories.map(({ message }) => message.os.hostname),
      inventories.map(({ message }) => JSON.stringify(message.agent)),
      inventories.map(({ message }) => JSON.stringify(message.os)),
      inventories.map(({ message }) => message.at),
      inventories.map(({ receivedMs }) => Math.max(receivedMs, Date.now()) + TOLERATED_MS),
    ],
  );
  return new Set(rows.map((row) => row.host_id));
}

const interfacesOf = ({
  hostId,
  message: { host, at, interfaces },
}: InventoryToWrite): (Interface & { readonly info: InterfaceInfo })[] =>
  interfaces.map((info) => ({ hostId, hostUuid: host, key: info.key, firstAtMs: at, info }));
