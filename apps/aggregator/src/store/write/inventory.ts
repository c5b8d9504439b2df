import type { InventoryMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import { netIdOf } from '../../identity/net-id.js';

/** Applies an inventory, unless a newer one was applied before. Answers whether it did. */
export async function writeInventory(client: ClientBase, hostId: number, message: InventoryMessage): Promise<boolean> {
  if (!(await updateHost(client, hostId, message))) return false;
  await writeInterfaces(client, hostId, message);
  await writeContainers(client, hostId, message);
  await writeNetworks(client, hostId, message);
  return true;
}

async function updateHost(client: ClientBase, hostId: number, { at, agent, os }: InventoryMessage): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE host SET name = $2, agent = $3, os = $4, inventory_at = to_timestamp($5::float8 / 1000)
     WHERE host_id = $1 AND (inventory_at IS NULL OR inventory_at <= to_timestamp($5::float8 / 1000))`,
    [hostId, os.hostname, JSON.stringify(agent), JSON.stringify(os), at],
  );
  return rowCount === 1;
}

async function writeInterfaces(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  const entries = message.interfaces.map((entry) => ({ ...entry, netId: netIdOf(message.host, entry.key) }));
  await client.query(
    `INSERT INTO series (host_id, key, net_id, name, class, uplink, namespace, network_id, mac, mtu,
       speed_bits_per_second, state, addresses, master, since, first_at)
     SELECT $1::int, key, "netId", name, class, uplink, nullif(split_part(key, '/', 1), 'host'), network, mac, mtu,
       "speedBitsPerSecond", state, addresses, master, to_timestamp(since / 1000), to_timestamp($3::float8 / 1000)
     FROM jsonb_to_recordset($2::jsonb) AS entry (key text, "netId" text, name text, class text, uplink boolean, network text,
       mac text, mtu int, "speedBitsPerSecond" bigint, state text, addresses text[], master text, since float8)
     ON CONFLICT (host_id, key) DO UPDATE SET name = EXCLUDED.name, class = EXCLUDED.class, uplink = EXCLUDED.uplink,
       network_id = EXCLUDED.network_id, mac = EXCLUDED.mac, mtu = EXCLUDED.mtu,
       speed_bits_per_second = EXCLUDED.speed_bits_per_second, state = EXCLUDED.state, addresses = EXCLUDED.addresses,
       master = EXCLUDED.master, since = greatest(series.since, EXCLUDED.since), gone_at = NULL`,
    [hostId, JSON.stringify(entries), message.at],
  );
  await markGone(
    client,
    'series',
    'key',
    hostId,
    message,
    entries.map(({ key }) => key),
  );
}

async function writeContainers(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  await client.query(
    `INSERT INTO container (host_id, id, name, image, namespace, host_network, stack, service, started_at)
     SELECT $1::int, id, name, image, namespace, "hostNetwork", stack, service, to_timestamp("startedAt" / 1000)
     FROM jsonb_to_recordset($2::jsonb) AS entry (id text, name text, image text, namespace text, "hostNetwork" boolean,
       stack text, service text, "startedAt" float8)
     ON CONFLICT (host_id, id) DO UPDATE SET name = EXCLUDED.name, image = EXCLUDED.image,
       namespace = EXCLUDED.namespace, host_network = EXCLUDED.host_network, stack = EXCLUDED.stack,
       service = EXCLUDED.service, started_at = EXCLUDED.started_at, gone_at = NULL`,
    [hostId, JSON.stringify(message.containers)],
  );
  await markGone(
    client,
    'container',
    'id',
    hostId,
    message,
    message.containers.map(({ id }) => id),
  );
}

async function writeNetworks(client: ClientBase, hostId: number, message: InventoryMessage): Promise<void> {
  await client.query(
    `INSERT INTO network (host_id, id, name, driver, internal, subnets)
     SELECT $1::int, id, name, driver, internal, subnets
     FROM jsonb_to_recordset($2::jsonb) AS entry (id text, name text, driver text, internal boolean, subnets text[])
     ON CONFLICT (host_id, id) DO UPDATE SET name = EXCLUDED.name, driver = EXCLUDED.driver,
       internal = EXCLUDED.internal, subnets = EXCLUDED.subnets, gone_at = NULL`,
    [hostId, JSON.stringify(message.networks)],
  );
  await markGone(
    client,
    'network',
    'id',
    hostId,
    message,
    message.networks.map(({ id }) => id),
  );
}

/** An inventory is whole: what it does not list is gone. */
async function markGone(
  client: ClientBase,
  table: 'series' | 'container' | 'network',
  column: 'key' | 'id',
  hostId: number,
  { at }: InventoryMessage,
  listed: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE ${table} SET gone_at = to_timestamp($2::float8 / 1000)
     WHERE host_id = $1 AND gone_at IS NULL AND NOT ${column} = ANY ($3::text[])`,
    [hostId, at, listed],
  );
}
