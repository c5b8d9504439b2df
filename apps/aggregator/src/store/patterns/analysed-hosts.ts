import type { Pool } from 'pg';
import { HOST_REVISION, JOIN_LINK, LINK_SPEED } from '../hosts/link-speed.js';
import { type Inventory, readInventory } from '../inventory.js';

/** A host that was heard of lately. */
export interface KnownHost {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** Nothing was stored of it before, ms since 1970. */
  readonly firstMs: number;
  /** Another one whenever what the host has may have changed. */
  readonly revision: string;
}

/** An interface, as far as its analysis needs to know it. */
export interface AnalysedInterface {
  readonly seriesId: number;
  readonly hostId: number;
  readonly netId: string;
  readonly key: string;
  readonly name: string;
  readonly class: string | null;
  readonly isUplink: boolean;
  readonly networkId: string | null;
  readonly namespace: string | null;
  readonly master: string | null;
  readonly speedBitsPerSecond: number | null;
  /** People say how fast it is. */
  readonly isSpeedSet: boolean;
}

export interface AnalysedContainer {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
}

export interface AnalysedNetwork {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** Key of its bridge; null for other drivers. */
  readonly bridge: string | null;
}

/** What a host has now. */
export type AnalysedHost = KnownHost & Inventory<AnalysedInterface, AnalysedContainer, AnalysedNetwork>;

const KNOWN_HOSTS = `
SELECT host_id AS "hostId", id::text AS id, name, ${HOST_REVISION} AS revision,
  (extract(epoch FROM first_seen) * 1000)::float8 AS "firstMs"
FROM host WHERE last_seen > now() - interval '1 day' ORDER BY host_id`;

const INTERFACES = `
SELECT series_id AS "seriesId", host_id AS "hostId", net_id AS "netId", key, name, class, uplink AS "isUplink",
  network_id AS "networkId", namespace, master, (${LINK_SPEED})::float8 AS "speedBitsPerSecond",
  set_bits_per_second IS NOT NULL AS "isSpeedSet"
FROM series ${JOIN_LINK} WHERE host_id = ANY ($1::int[]) AND gone_at IS NULL ORDER BY series_id`;

// What shares a namespace (the containers of a pod) is told of by the name that stays the same.
const CONTAINERS = `
SELECT DISTINCT ON (host_id, namespace) host_id AS "hostId", id, coalesce(pod, name, left(id, 12)) AS name, namespace
FROM container WHERE host_id = ANY ($1::int[]) AND gone_at IS NULL AND namespace IS NOT NULL
ORDER BY host_id, namespace, started_at, id`;

const NETWORKS = `
SELECT host_id AS "hostId", id, name, bridge FROM network WHERE host_id = ANY ($1::int[]) AND gone_at IS NULL`;

/** Reads which hosts there are. */
export async function readKnownHosts(pool: Pool): Promise<KnownHost[]> {
  return (await pool.query<KnownHost>(KNOWN_HOSTS)).rows;
}

/** Reads what hosts have. */
export async function readAnalysedHosts(pool: Pool, hosts: readonly KnownHost[]): Promise<AnalysedHost[]> {
  return readInventory(pool, hosts, { interfaces: INTERFACES, containers: CONTAINERS, networks: NETWORKS });
}
