import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { holdsNul, refusalOfNul } from './nul.js';

/** An interface instance, as stored. */
export interface InterfaceRow {
  readonly seriesId: number;
  readonly hostId: number;
  readonly hostUuid: string;
  readonly hostName: string;
  readonly netId: string;
  readonly key: string;
  readonly name: string;
  /** Null until the host's inventory tells. */
  readonly class: string | null;
  readonly uplink: boolean;
  /** Null for interfaces of the host itself. */
  readonly namespace: string | null;
  readonly networkId: string | null;
  readonly mac: string | null;
  readonly mtu: number | null;
  readonly speedBitsPerSecond: number | null;
  readonly state: string;
  readonly addresses: string[];
  readonly master: string | null;
  readonly since: Date | null;
  readonly resets: number;
  readonly firstAt: Date;
  readonly goneAt: Date | null;
}

/** What an interface must match; what is left out matches everything. */
export interface InterfaceFilter {
  /** Host ids. */
  readonly hosts?: readonly string[] | null;
  /** As in the inventory: `uplink`, `bond-member` … */
  readonly classes?: readonly string[] | null;
  readonly uplink?: boolean | null;
  /** Part of a name, key, address, MAC, host name, network name, or of a container's name, pod or workload; case does not matter. */
  readonly text?: string | null;
  readonly includeGone?: boolean | null;
}

/** What is wrong with a filter, or null. Hosts that are unknown only match nothing. */
export function refusalOfFilter({ text, hosts }: InterfaceFilter): Refusal | null {
  return refusalOfNul('filter.text', [text]) ?? refusalOfNul('filter.hosts', hosts ?? []);
}

/** A network namespace: shared by the containers in it, unique within its host. */
export interface NamespaceKey {
  readonly hostId: number;
  readonly namespace: string;
}

const SELECT = `
SELECT series.series_id AS "seriesId", series.host_id AS "hostId", host.id::text AS "hostUuid", host.name AS "hostName", series.net_id AS "netId",
  series.key, series.name, series.class, series.uplink, series.namespace, series.network_id AS "networkId", series.mac,
  series.mtu, series.speed_bits_per_second::float8 AS "speedBitsPerSecond", series.state, series.addresses, series.master,
  series.since, series.resets, series.first_at AS "firstAt", series.gone_at AS "goneAt"
FROM series JOIN host USING (host_id)`;

const ORDER = 'ORDER BY host.name, series.uplink DESC, series.namespace NULLS FIRST, series.name, series.series_id';

const MATCHES_TEXT = `
  strpos(lower(concat_ws(' ', series.name, series.key, series.mac, host.name, array_to_string(series.addresses, ' '))), lower($4)) > 0
  OR EXISTS (SELECT FROM network WHERE network.host_id = series.host_id AND network.id = series.network_id
    AND strpos(lower(network.name), lower($4)) > 0)
  OR EXISTS (SELECT FROM container WHERE container.host_id = series.host_id AND container.namespace = series.namespace
    AND strpos(lower(concat_ws(' ', container.name, container.id, container.pod, container.workload)), lower($4)) > 0)`;

const FIND = `${SELECT}
WHERE ($1::text[] IS NULL OR host.id::text = ANY ($1))
  AND ($2::text[] IS NULL OR series.class = ANY ($2))
  AND ($3::boolean IS NULL OR series.uplink = $3)
  AND ($4::text IS NULL OR ${MATCHES_TEXT})
  AND ($5::boolean OR series.gone_at IS NULL)
${ORDER}`;

/** Reads interfaces: series and what the inventory says of them. */
@Injectable()
export class InterfaceRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async find(filter: InterfaceFilter): Promise<InterfaceRow[]> {
    const { hosts = null, classes = null, uplink = null, text = null, includeGone = false } = filter;
    return this.rows(FIND, [hosts, classes, uplink, text === '' ? null : text, includeGone ?? false]);
  }

  /** Those known of the given ids; the rest is left out. */
  async byNetIds(netIds: readonly string[]): Promise<InterfaceRow[]> {
    return this.rows(`${SELECT} WHERE series.net_id = ANY ($1::text[]) ${ORDER}`, [
      netIds.filter((netId) => !holdsNul(netId)),
    ]);
  }

  async ofHosts(hostIds: readonly number[], includeGone: boolean): Promise<InterfaceRow[]> {
    const where = 'WHERE series.host_id = ANY ($1::int[]) AND ($2::boolean OR series.gone_at IS NULL)';
    return this.rows(`${SELECT} ${where} ${ORDER}`, [hostIds, includeGone]);
  }

  async ofNamespaces(keys: readonly NamespaceKey[]): Promise<InterfaceRow[]> {
    const where = 'WHERE (series.host_id, series.namespace) IN (SELECT * FROM unnest($1::int[], $2::text[]))';
    return this.rows(`${SELECT} ${where} ${ORDER}`, [
      keys.map(({ hostId }) => hostId),
      keys.map(({ namespace }) => namespace),
    ]);
  }

  async ofNetworks(keys: readonly { hostId: number; id: string }[]): Promise<InterfaceRow[]> {
    const where = 'WHERE (series.host_id, series.network_id) IN (SELECT * FROM unnest($1::int[], $2::text[]))';
    return this.rows(`${SELECT} ${where} ${ORDER}`, [keys.map(({ hostId }) => hostId), keys.map(({ id }) => id)]);
  }

  private async rows(sql: string, values: unknown[]): Promise<InterfaceRow[]> {
    return (await this.database.query<InterfaceRow>(sql, values)).rows;
  }
}
