import { type InventoryMessage, type InventorySlice, WHOLE_INVENTORY } from '@weir/model';
import type { ClientBase } from 'pg';

/** An inventory of a host; never two of one host are written at once. */
export interface HostInventory {
  readonly hostId: number;
  readonly message: InventoryMessage;
}

const CONTAINER_COLUMNS = [
  ...['name', 'image', 'namespace', 'host_network', 'stack', 'service', 'pod', 'pod_namespace', 'workload'],
  ...['labels', 'started_at'],
];

/** Writes the containers that inventories list. */
export async function writeContainers(client: ClientBase, inventories: readonly HostInventory[]): Promise<void> {
  await client.query(
    upsertSql(
      'container',
      CONTAINER_COLUMNS,
      `SELECT host_id, id, name, image, namespace, "hostNetwork", stack, service, pod, "podNamespace", workload, labels,
         to_timestamp("startedAt" / 1000)
       FROM json_to_recordset($1::json) AS entry (host_id int, id text, name text, image text, namespace text,
         "hostNetwork" boolean, stack text, service text, pod text, "podNamespace" text, workload text, labels jsonb,
         "startedAt" float8)`,
    ),
    [asJson(inventories, 'containers')],
  );
}

/** Writes the networks that inventories list. */
export async function writeNetworks(client: ClientBase, inventories: readonly HostInventory[]): Promise<void> {
  await client.query(
    upsertSql(
      'network',
      ['name', 'driver', 'internal', 'subnets', 'bridge'],
      `SELECT host_id, id, name, driver, internal, subnets, bridge
       FROM json_to_recordset($1::json) AS entry (host_id int, id text, name text, driver text, internal boolean,
         subnets text[], bridge text)`,
    ),
    [asJson(inventories, 'networks')],
  );
}

/** Most of what is told was told before: what is as it was gets no new version of its row. */
function upsertSql(table: 'container' | 'network', columns: readonly string[], select: string): string {
  const of = (row: string): string => columns.map((column) => `${row}.${column}`).join(', ');
  return `INSERT INTO ${table} (host_id, id, ${columns.join(', ')}) ${select}
    ON CONFLICT (host_id, id) DO UPDATE SET gone_at = NULL, ${columns.map((each) => `${each} = EXCLUDED.${each}`).join(', ')}
    WHERE (${of(table)}, ${table}.gone_at) IS DISTINCT FROM (${of('EXCLUDED')}, NULL)`;
}

function asJson(inventories: readonly HostInventory[], list: 'containers' | 'networks'): string {
  return JSON.stringify(
    inventories.flatMap(({ hostId, message }) => message[list].map((entry) => ({ ...entry, host_id: hostId }))),
  );
}

/** An inventory is whole, or whole for a slice: what it does not list of that is gone. */
export async function markGone(
  client: ClientBase,
  table: 'series' | 'container' | 'network',
  list: keyof InventorySlice,
  inventories: readonly HostInventory[],
): Promise<void> {
  const whole = inventories.flatMap(({ hostId, message: { at, slice, ...lists } }) => {
    const range = (slice ?? WHOLE_INVENTORY)[list];
    return range === null ? [] : [{ hostId, at, ...range, listed: lists[list].map(nameOf) }];
  });
  if (whole.length === 0) return;
  const column = table === 'series' ? 'key' : 'id';
  await client.query(
    `WITH listed AS MATERIALIZED (SELECT * FROM unnest($5::int[], $6::text[]) AS listed (host_id, name))
     UPDATE ${table} SET gone_at = to_timestamp(told.ms / 1000)
     FROM unnest($1::int[], $2::float8[], $3::text[], $4::text[]) AS told (host_id, ms, first, beyond)
     WHERE ${table}.host_id = told.host_id AND gone_at IS NULL
       AND ${column} COLLATE "C" >= told.first AND (told.beyond IS NULL OR ${column} COLLATE "C" < told.beyond)
       AND NOT EXISTS (SELECT FROM listed WHERE listed.host_id = ${table}.host_id AND listed.name = ${table}.${column})`,
    [
      whole.map(({ hostId }) => hostId),
      whole.map(({ at }) => at),
      whole.map(({ from }) => from),
      whole.map(({ to }) => to),
      whole.flatMap(({ hostId, listed }) => listed.map(() => hostId)),
      whole.flatMap(({ listed }) => listed),
    ],
  );
}

const nameOf = (entry: { readonly key: string } | { readonly id: string }): string =>
  'key' in entry ? entry.key : entry.id;
