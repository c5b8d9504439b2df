import { isIP } from 'node:net';
import { type InterfaceInfo, type InventoryMessage, type InventorySlice, WHOLE_INVENTORY } from '@weir/model';
import type { ClientBase } from 'pg';
import { TOLERATED_MS } from '../../clock/clock.js';
import { netIdOf } from '../../identity/net-id.js';

/** Applies an inventory, unless a newer one was applied before. */
export async function writeInventory(
  client: ClientBase,
  hostId: number,
  message: InventoryMessage,
  receivedMs: number,
): Promise<void> {
  if (!(await updateHost(client, hostId, message, receivedMs))) return;
  await writeInterfaces(client, hostId, message);
  await writeContainers(client, hostId, message);
  await writeNetworks(client, hostId, message);
}

/**
 * One that was stored with a time yet to come says only that the clock was wrong: it keeps no later one out. Yet to come
 * now, not when this one was received: one that a killed replica held is stored long after newer ones.
 */
async function updateHost(
  client: ClientBase,
  hostId: number,
  { at, agent, os }: InventoryMessage,
  receivedMs: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE host SET name = $2, agent = $3, os = $4, inventory_at = to_timestamp($5::float8 / 1000)
     WHERE host_id = $1 AND (inventory_at IS NULL OR inventory_at <= to_timestamp($5::float8 / 1000)
       OR inventory_at > to_timestamp($6::float8 / 1000))`,
    [
      hostId,
      os.hostname,
      JSON.stringify(agent),
      JSON.stringify(os),
      at,
      Math.max(receivedMs, Date.now()) + TOLERATED_MS,
    ],
  );
  return rowCount === 1;
}

async function writeInterfaces(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  await insertMissing(client, hostId, message);
  await client.query(
    `UPDATE series SET name = entry.name, class = entry.class, uplink = entry.uplink, network_id = entry.network,
       mac = entry.mac, mtu = entry.mtu, speed_bits_per_second = entry."speedBitsPerSecond", state = entry.state,
       addresses = entry.addresses, master = entry.master,
       since = greatest(series.since, to_timestamp(entry.since / 1000)), gone_at = NULL
     FROM jsonb_to_recordset($2::jsonb) AS entry (key text, name text, class text, uplink boolean, network text, mac text,
       mtu int, "speedBitsPerSecond" bigint, state text, addresses inet[], master text, since float8)
     WHERE series.host_id = $1::int AND series.key = entry.key`,
    [hostId, JSON.stringify(message.interfaces.map(withRealAddresses))],
  );
  const listed = message.interfaces.map(({ key }) => key);
  await markGone(client, 'series', 'key', hostId, message, 'interfaces', listed);
}

/** Agents tell any text; the database takes addresses alone, without the zone that is a matter of their host. */
function withRealAddresses(told: InterfaceInfo): InterfaceInfo {
  const addresses = told.addresses.map((address) => address.replace(/%.*$/s, ''));
  return { ...told, addresses: addresses.filter((address) => isIP(address) !== 0) };
}

/** Only what is missing is inserted: an INSERT that ends in a conflict has used up a series id, and those are finite. */
async function insertMissing(
  client: ClientBase,
  hostId: number,
  { host, at, interfaces }: InventoryMessage,
): Promise<void> {
  const keys = interfaces.map(({ key }) => key);
  await client.query(
    `INSERT INTO series (host_id, key, net_id, name, namespace, first_at)
     SELECT $1::int, key, net_id, name, nullif(split_part(key, '/', 1), 'host'), to_timestamp($5::float8 / 1000)
     FROM unnest($2::text[], $3::text[], $4::text[]) AS entry (key, net_id, name)
     WHERE NOT EXISTS (SELECT FROM series WHERE series.host_id = $1::int AND series.key = entry.key)
     ON CONFLICT DO NOTHING`,
    [hostId, keys, keys.map((key) => netIdOf(host, key)), interfaces.map(({ name }) => name), at],
  );
}

async function writeContainers(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  await client.query(
    `INSERT INTO container (host_id, id, name, image, namespace, host_network, stack, service, pod, pod_namespace, workload,
       labels, started_at)
     SELECT $1::int, id, name, image, namespace, "hostNetwork", stack, service, pod, "podNamespace", workload, labels,
       to_timestamp("startedAt" / 1000)
     FROM jsonb_to_recordset($2::jsonb) AS entry (id text, name text, image text, namespace text, "hostNetwork" boolean,
       stack text, service text, pod text, "podNamespace" text, workload text, labels jsonb, "startedAt" float8)
     ON CONFLICT (host_id, id) DO UPDATE SET name = EXCLUDED.name, image = EXCLUDED.image,
       namespace = EXCLUDED.namespace, host_network = EXCLUDED.host_network, stack = EXCLUDED.stack,
       service = EXCLUDED.service, pod = EXCLUDED.pod, pod_namespace = EXCLUDED.pod_namespace,
       workload = EXCLUDED.workload, labels = EXCLUDED.labels, started_at = EXCLUDED.started_at, gone_at = NULL`,
    [hostId, JSON.stringify(message.containers)],
  );
  const listed = message.containers.map(({ id }) => id);
  await markGone(client, 'container', 'id', hostId, message, 'containers', listed);
}

async function writeNetworks(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  await client.query(
    `INSERT INTO network (host_id, id, name, driver, internal, subnets, bridge)
     SELECT $1::int, id, name, driver, internal, subnets, bridge
     FROM jsonb_to_recordset($2::jsonb) AS entry (id text, name text, driver text, internal boolean, subnets text[],
       bridge text)
     ON CONFLICT (host_id, id) DO UPDATE SET name = EXCLUDED.name, driver = EXCLUDED.driver,
       internal = EXCLUDED.internal, subnets = EXCLUDED.subnets, bridge = EXCLUDED.bridge, gone_at = NULL`,
    [hostId, JSON.stringify(message.networks)],
  );
  const listed = message.networks.map(({ id }) => id);
  await markGone(client, 'network', 'id', hostId, message, 'networks', listed);
}

/** An inventory is whole, or whole for a slice: what it does not list of that is gone. */
async function markGone(
  client: ClientBase,
  table: 'series' | 'container' | 'network',
  column: 'key' | 'id',
  hostId: number,
  { at, slice }: InventoryMessage,
  list: keyof InventorySlice,
  listed: readonly string[],
): Promise<void> {
  const range = (slice ?? WHOLE_INVENTORY)[list];
  if (range === null) return;
  await client.query(
    `UPDATE ${table} SET gone_at = to_timestamp($2::float8 / 1000)
     WHERE host_id = $1 AND gone_at IS NULL AND NOT ${column} = ANY ($3::text[])
       AND ${column} COLLATE "C" >= $4::text AND ($5::text IS NULL OR ${column} COLLATE "C" < $5::text)`,
    [hostId, at, listed, range.from, range.to],
  );
}
