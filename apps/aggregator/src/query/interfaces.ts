import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { filterSql, type InterfaceFilter } from './filter.js';
import { holdsNul } from './nul.js';
import { allOf, Statement } from './sql.js';

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

/** Reads interfaces: series and what the inventory says of them. */
@Injectable()
export class InterfaceRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async find(filter: InterfaceFilter): Promise<InterfaceRow[]> {
    const statement = new Statement();
    const conditions = [filterSql(statement, filter), ...(filter.includeGone ? [] : ['series.gone_at IS NULL'])];
    return this.rows(`${SELECT} WHERE ${allOf(conditions)} ${ORDER}`, statement.values);
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
