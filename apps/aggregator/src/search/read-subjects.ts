import type { Pool } from 'pg';
import type { WatchedHost } from '../query/host-watch.js';
import { STABLE_NAMES } from '../query/stable-names.sql.js';
import { readInventory } from '../store/inventory.js';
import { subjectsOf } from './host-rows.js';
import type { HostSubjects } from './subject.js';

/** What went lately is still of interest. */
const LATELY = `(gone_at IS NULL OR gone_at > now() - interval '1 day')`;

const CONTAINERS = `
SELECT host_id AS "hostId", id, ${STABLE_NAMES.container} AS name, image, ${STABLE_NAMES.stack} AS stack,
  ${STABLE_NAMES.service} AS service, ${STABLE_NAMES.workload} AS workload, namespace, labels, gone_at IS NOT NULL AS "isGone"
FROM container WHERE host_id = ANY ($1::int[]) AND ${LATELY} ORDER BY id`;

const NETWORKS = `
SELECT host_id AS "hostId", name, subnets, gone_at IS NOT NULL AS "isGone"
FROM network WHERE host_id = ANY ($1::int[]) AND ${LATELY} ORDER BY name, id`;

const INTERFACES = `
SELECT host_id AS "hostId", net_id AS "netId", name, mac, addresses, uplink, namespace, gone_at IS NOT NULL AS "isGone"
FROM series WHERE host_id = ANY ($1::int[]) AND ${LATELY} ORDER BY series_id`;

export interface ContainerRow {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly image: string | null;
  readonly stack: string | null;
  readonly service: string | null;
  readonly workload: string | null;
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly isGone: boolean;
}

export interface NetworkRow {
  readonly hostId: number;
  readonly name: string;
  readonly subnets: readonly string[];
  readonly isGone: boolean;
}

export interface InterfaceRow {
  readonly hostId: number;
  readonly netId: string;
  readonly name: string;
  readonly mac: string | null;
  readonly addresses: readonly string[];
  readonly uplink: boolean;
  readonly namespace: string | null;
  readonly isGone: boolean;
}

/** Reads what can be found of hosts. */
export async function readSubjects(database: Pool, hosts: readonly WatchedHost[]): Promise<HostSubjects[]> {
  const inventories = await readInventory<WatchedHost, InterfaceRow, ContainerRow, NetworkRow>(database, hosts, {
    interfaces: INTERFACES,
    containers: CONTAINERS,
    networks: NETWORKS,
  });
  return inventories.map((host) => subjectsOf(host, host));
}
