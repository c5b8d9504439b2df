import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { JOIN_LINK, LINK_SPEED, SPEED_SOURCE, type SpeedSource } from '../store/hosts/link-speed.js';
import type { Filter } from './filter.js';
import { filterSql } from './filter.sql.js';
import type { NetworkKey } from './networks.js';
import { holdsNul } from './nul.js';
import { type OfEach, ofEachHost, ofEachKey } from './of-each.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from './page/listing.js';
import { RATE_ORDERS, type RateOrder, type Ranking } from './page/ranks.js';
import { byName, byText, byWhole, type SortKey } from './page/sort-key.js';

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
  readonly speedSource: SpeedSource | null;
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

/** What interfaces can be sorted by. */
export type InterfaceOrder = 'host' | 'name' | 'class' | 'state' | 'speed' | 'resets' | 'utilisation' | RateOrder;

const COLUMNS: Columns<InterfaceRow> = {
  seriesId: 'series.series_id',
  hostId: 'series.host_id',
  hostUuid: 'host.id::text',
  hostName: 'host.name',
  netId: 'series.net_id',
  key: 'series.key',
  name: 'series.name',
  class: 'series.class',
  uplink: 'series.uplink',
  namespace: 'series.namespace',
  networkId: 'series.network_id',
  mac: 'series.mac',
  mtu: 'series.mtu',
  speedBitsPerSecond: `(${LINK_SPEED})::float8`,
  speedSource: SPEED_SOURCE,
  state: 'series.state',
  addresses: 'series.addresses',
  master: 'series.master',
  since: 'series.since',
  resets: 'series.resets',
  firstAt: 'series.first_at',
  goneAt: 'series.gone_at',
};

const FROM = `series JOIN host USING (host_id) ${JOIN_LINK}`;
const SELECT = `SELECT ${selectSql(COLUMNS)} FROM ${FROM}`;
const ORDER_IN_HOST = 'series.uplink DESC, series.namespace NULLS FIRST, series.name, series.series_id';
const ORDER = `host.name, ${ORDER_IN_HOST}`;

/** Interfaces by host, uplinks first; what has the same place by that follows by its number. */
export const BY_HOST: readonly SortKey[] = [
  ...[byName('host.name'), byWhole('host.host_id'), byWhole('(NOT series.uplink)::int')],
  ...[byText('series.namespace'), byName('series.name')],
];

/** Thousandths of bytes a second as millionths of the link's speed. */
const UTILISATION = `least(coalesce(ranked.value * 8000 / nullif(${LINK_SPEED}, 0), 0), ${Number.MAX_SAFE_INTEGER})`;

const LISTING: Listing<InterfaceRow, InterfaceOrder> = {
  name: 'interfaces',
  columns: COLUMNS,
  source: (statement, { filter }) => ({
    from: FROM,
    conditions: [filterSql(statement, filter)],
  }),
  known: { id: 'series.series_id', rankId: 'series.net_id' },
  goneAt: 'series.gone_at',
  joinRanks: (ranked) => `LEFT JOIN ${ranked} ON ranked.id = series.net_id`,
  orders: {
    ...RATE_ORDERS,
    utilisation: [byWhole(UTILISATION)],
    host: BY_HOST,
    name: [byName('series.name')],
    class: [byText('series.class'), byName('series.name')],
    state: [byName('series.state'), byName('series.name')],
    speed: [byWhole(`coalesce(${LINK_SPEED}, 0)`)],
    resets: [byWhole('series.resets')],
  },
  ties: [byWhole('series.series_id')],
};

/** Reads interfaces: series and what the inventory says of them. */
@Injectable()
export class InterfaceRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(filter: Filter, page: PageRequest<InterfaceOrder>, ranking?: Ranking): Decoded<Listed<InterfaceRow>> {
    return listed(this.database, LISTING, { filter }, page, ranking);
  }

  /** Those known of the given ids; the rest is left out. */
  async byNetIds(netIds: readonly string[]): Promise<InterfaceRow[]> {
    return this.rows(`${SELECT} WHERE series.net_id = ANY ($1::text[]) ORDER BY ${ORDER}`, [
      netIds.filter((netId) => !holdsNul(netId)),
    ]);
  }

  async ofHosts(hostIds: readonly number[], { includeGone, first }: OfEach): Promise<InterfaceRow[]> {
    return this.rows(ofEachHost(SELECT, 'series', ORDER_IN_HOST), [hostIds, includeGone, first]);
  }

  /** The first of each namespace, those that are there before those that are gone. */
  async ofNamespaces(keys: readonly NamespaceKey[], first: number): Promise<InterfaceRow[]> {
    return this.rows(ofEachKey(SELECT, { table: 'series', column: 'namespace' }, ORDER_IN_HOST), [
      ...[keys.map(({ hostId }) => hostId), keys.map(({ namespace }) => namespace), first],
    ]);
  }

  /** The first of each network, those that are there before those that are gone. */
  async ofNetworks(keys: readonly NetworkKey[], first: number): Promise<InterfaceRow[]> {
    return this.rows(ofEachKey(SELECT, { table: 'series', column: 'network_id' }, ORDER_IN_HOST), [
      ...[keys.map(({ hostId }) => hostId), keys.map(({ id }) => id), first],
    ]);
  }

  /** When somebody last said how fast a link is: another text whenever that may have changed. */
  async speedsSetAt(): Promise<string | null> {
    const { rows } = await this.database.query<{ at: string | null }>('SELECT max(links_at)::text AS at FROM host');
    return rows[0]?.at ?? null;
  }

  private async rows(sql: string, values: unknown[]): Promise<InterfaceRow[]> {
    return (await this.database.query<InterfaceRow>(sql, values)).rows;
  }
}
