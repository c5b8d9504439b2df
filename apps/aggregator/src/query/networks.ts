import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Filter } from './filter.js';
import { networkSql } from './filter.sql.js';
import { type OfEach, ofEachHost } from './of-each.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from './page/listing.js';
import { joinSummedSql, RATE_ORDERS, type RateOrder, type Ranking } from './page/ranks.js';
import { byName, byWhole } from './page/sort-key.js';

/** A network of a host's runtime, as stored. Several hosts may hold the same id: a Swarm overlay is on each of them. */
export interface NetworkRow extends NetworkKey {
  readonly hostUuid: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly subnets: string[];
  readonly goneAt: Date | null;
}

export interface NetworkKey {
  readonly hostId: number;
  readonly id: string;
}

/** What networks can be sorted by. */
export type NetworkOrder = 'name' | 'host' | 'driver' | RateOrder;

const COLUMNS: Columns<NetworkRow> = {
  hostId: 'network.host_id',
  id: 'network.id',
  hostUuid: 'host.id::text',
  name: 'network.name',
  driver: 'network.driver',
  internal: 'network.internal',
  subnets: 'network.subnets',
  goneAt: 'network.gone_at',
};

const SELECT = `SELECT ${selectSql(COLUMNS)} FROM network JOIN host USING (host_id)`;

const LISTING: Listing<NetworkRow, NetworkOrder> = {
  name: 'networks',
  columns: COLUMNS,
  source: (statement, { filter }) => ({
    from: 'network JOIN host USING (host_id)',
    conditions: [networkSql(statement, filter)],
  }),
  goneAt: 'network.gone_at',
  joinRanks: (ranked) =>
    joinSummedSql(
      ranked,
      ['series.host_id', 'series.network_id'],
      `series.class = 'container'`,
      'ranked.host_id = network.host_id AND ranked.network_id = network.id',
    ),
  orders: {
    ...RATE_ORDERS,
    name: [byName('network.name'), byName('host.name')],
    host: [byName('host.name'), byWhole('host.host_id'), byName('network.name')],
    driver: [byName('network.driver'), byName('network.name'), byName('host.name')],
  },
  ties: [byWhole('network.host_id'), byName('network.id')],
};

/** Reads networks. */
@Injectable()
export class NetworkRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(filter: Filter, page: PageRequest<NetworkOrder>, ranking?: Ranking): Decoded<Listed<NetworkRow>> {
    return listed(this.database, LISTING, { filter }, page, ranking);
  }

  async byId(hostUuid: string, id: string): Promise<NetworkRow | null> {
    return (await this.rows(`${SELECT} WHERE host.id::text = $1 AND network.id = $2`, [hostUuid, id]))[0] ?? null;
  }

  async ofHosts(hostIds: readonly number[], { includeGone, first }: OfEach): Promise<NetworkRow[]> {
    const order = 'network.name, network.id';
    return this.rows(ofEachHost(SELECT, 'network', order), [hostIds, includeGone, first]);
  }

  async byKeys(keys: readonly NetworkKey[]): Promise<NetworkRow[]> {
    const where = 'WHERE (network.host_id, network.id) IN (SELECT * FROM unnest($1::int[], $2::text[]))';
    return this.rows(`${SELECT} ${where}`, [keys.map(({ hostId }) => hostId), keys.map(({ id }) => id)]);
  }

  private async rows(sql: string, values: unknown[]): Promise<NetworkRow[]> {
    return (await this.database.query<NetworkRow>(sql, values)).rows;
  }
}
