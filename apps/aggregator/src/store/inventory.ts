import type { ClientBase, Pool } from 'pg';
import { onConnection } from './connection.js';

interface OfHost {
  readonly hostId: number;
}

/** What hosts have. */
export interface Inventory<Interface, Container, Network> {
  readonly interfaces: readonly Interface[];
  readonly containers: readonly Container[];
  readonly networks: readonly Network[];
}

/**
 * Reads what hosts have, in the order of the hosts and of each statement; `sql` = a statement for each part, which takes the numbers of
 * the hosts as `$1::int[]` and answers `hostId`.
 */
export async function readInventory<
  Host extends OfHost,
  Interface extends OfHost,
  Container extends OfHost,
  Network extends OfHost,
>(
  pool: Pool,
  hosts: readonly Host[],
  sql: Readonly<Record<keyof Inventory<never, never, never>, string>>,
): Promise<(Host & Inventory<Interface, Container, Network>)[]> {
  const ids = hosts.map(({ hostId }) => hostId);
  return onConnection(pool, async (client) => {
    const interfaces = await rowsByHost<Interface>(client, sql.interfaces, ids);
    const containers = await rowsByHost<Container>(client, sql.containers, ids);
    const networks = await rowsByHost<Network>(client, sql.networks, ids);
    return hosts.map((host) => ({
      ...host,
      interfaces: interfaces.get(host.hostId) ?? [],
      containers: containers.get(host.hostId) ?? [],
      networks: networks.get(host.hostId) ?? [],
    }));
  });
}

async function rowsByHost<Row extends OfHost>(
  client: ClientBase,
  sql: string,
  hostIds: readonly number[],
): Promise<Map<number, Row[]>> {
  const rows = new Map<number, Row[]>();
  for (const row of (await client.query<Row>(sql, [hostIds])).rows) {
    const known = rows.get(row.hostId);
    if (known) known.push(row);
    else rows.set(row.hostId, [row]);
  }
  return rows;
}
