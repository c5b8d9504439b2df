import type { Pool } from 'pg';
import { HOST_REVISION, JOIN_LINK, LINK_SPEED } from '../../store/hosts/link-speed.js';
import { type Inventory, readInventory } from '../../store/inventory.js';
import { INTERVAL_MS } from '../../store/write/split.js';
import { CONTAINER_NAME, STABLE_NAMES } from '../stable-names.sql.js';
import { MS } from '../../store/ms.sql.js';

/** A host, as far as those who watch it need to know it. Times are ms since 1970. */
export interface WatchedHost {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** Between two of its samples. */
  readonly intervalMs: number;
  /** End of its newest stored sample. */
  readonly storedMs: number;
  /** Another one whenever what the host has may have changed. */
  readonly revision: string;
}

export interface WatchedInterface {
  readonly hostId: number;
  readonly seriesId: number;
  readonly netId: string;
  readonly key: string;
  readonly name: string;
  readonly class: string | null;
  readonly isUplink: boolean;
  readonly networkId: string | null;
  readonly namespace: string | null;
  readonly speedBitsPerSecond: number | null;
  /** null while it is there. */
  readonly goneMs: number | null;
}

/** A container, with the names by which it is known over all hosts. */
export interface WatchedContainer {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly stack: string | null;
  readonly service: string | null;
  readonly workload: string | null;
  readonly goneMs: number | null;
}

export interface WatchedNetwork {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly goneMs: number | null;
}

/** What a host has, and what it had lately. */
export type HostInventory = WatchedHost & Inventory<WatchedInterface, WatchedContainer, WatchedNetwork>;

const HOSTS = `
SELECT host_id AS "hostId", id::text AS id, name, ${INTERVAL_MS} AS "intervalMs", ${MS('last_seen')} AS "storedMs",
  ${HOST_REVISION} AS revision
FROM host ORDER BY host_id`;

/** What went is known for a while: changes tell of it, and it may be missed. */
const OF_HOSTS = `host_id = ANY ($1::int[]) AND (gone_at IS NULL OR gone_at > now() - interval '1 day')`;
const GONE = `${MS('gone_at')} AS "goneMs"`;

const INTERFACES = `
SELECT host_id AS "hostId", series_id AS "seriesId", net_id AS "netId", key, name, class, uplink AS "isUplink",
  network_id AS "networkId", namespace, (${LINK_SPEED})::float8 AS "speedBitsPerSecond", ${GONE}
FROM series ${JOIN_LINK} WHERE ${OF_HOSTS} ORDER BY series_id`;

const CONTAINERS = `
SELECT host_id AS "hostId", id, ${CONTAINER_NAME} AS name, namespace, ${GONE},
  ${(['stack', 'service', 'workload'] as const).map((name) => `${STABLE_NAMES[name]} AS ${name}`).join(', ')}
FROM container WHERE ${OF_HOSTS} ORDER BY started_at, id`;

const NETWORKS = `SELECT host_id AS "hostId", id, name, ${GONE} FROM network WHERE ${OF_HOSTS} ORDER BY id`;

/** Reads which hosts there are, silent ones too. */
export async function readWatchedHosts(pool: Pool): Promise<WatchedHost[]> {
  return (await pool.query<WatchedHost>(HOSTS)).rows;
}

/** Reads what hosts have. */
export async function readInventories(pool: Pool, hosts: readonly WatchedHost[]): Promise<HostInventory[]> {
  return readInventory(pool, hosts, { interfaces: INTERFACES, containers: CONTAINERS, networks: NETWORKS });
}
