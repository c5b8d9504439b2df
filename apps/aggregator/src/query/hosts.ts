import { Inject, Injectable } from '@nestjs/common';
import type { AgentInfo, Decoded, OsInfo } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Filter } from './filter.js';
import { hostSql } from './filter.sql.js';
import { HOST_STATE_SQL } from './host-state.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from './page/listing.js';
import { joinSummedSql, RATE_ORDERS, type RateOrder, type Ranking, USE_ORDERS, type UseOrder } from './page/ranks.js';
import { byName, byText, byTime, byWhole } from './page/sort-key.js';

/** A host, as stored; `agent` and `os` are null until its first inventory. */
export interface HostRow {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** What people noted about it: the value of each label by its key. */
  readonly labels: Readonly<Record<string, string>>;
  readonly agent: Partial<AgentInfo> | null;
  readonly os: Partial<OsInfo> | null;
  readonly firstSeen: Date;
  /** End of the newest stored interval. */
  readonly lastSeen: Date;
  /** How far its clock is behind; its stored times are corrected by that. 0 where it is right, null where it never said. */
  readonly clockOffsetMs: number | null;
}

/** What hosts can be sorted by. */
export type HostOrder = 'name' | 'state' | 'lastSeen' | 'firstSeen' | 'platform' | RateOrder | UseOrder;

const COLUMNS: Columns<HostRow> = {
  hostId: 'host.host_id',
  id: 'host.id::text',
  name: 'host.name',
  labels: 'host.labels',
  agent: 'host.agent',
  os: 'host.os',
  firstSeen: 'host.first_seen',
  lastSeen: 'host.last_seen',
  clockOffsetMs: 'host.clock_offset_ms::float8',
};

const SELECT = `SELECT ${selectSql(COLUMNS)} FROM host`;

/** Live hosts count as seen at one moment, the newest: theirs moves each second, and would move them from page to page. */
const IS_ALIVE = `${HOST_STATE_SQL} = 'alive'`;

const LISTING: Listing<HostRow, HostOrder> = {
  name: 'hosts',
  columns: COLUMNS,
  source: (statement, { filter }) => ({ from: 'host', conditions: [hostSql(statement, filter)] }),
  joinRanks: (ranked, { of }) =>
    of === 'things'
      ? `LEFT JOIN ${ranked} ON ranked.id = host.id::text`
      : joinSummedSql(ranked, ['series.host_id'], 'series.uplink', 'ranked.host_id = host.host_id'),
  orders: {
    ...RATE_ORDERS,
    ...USE_ORDERS,
    name: [byName('host.name')],
    state: [byText(HOST_STATE_SQL), byName('host.name')],
    lastSeen: [
      byWhole(`(${IS_ALIVE})::int`),
      byTime(`CASE WHEN ${IS_ALIVE} THEN 'epoch' ELSE host.last_seen END`),
      byName('host.name'),
    ],
    firstSeen: [byTime('host.first_seen')],
    platform: [byText(`host.os ->> 'platform'`), byName('host.name')],
  },
  ties: [byWhole('host.host_id')],
};

/** Reads hosts. */
@Injectable()
export class HostRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(filter: Filter, page: PageRequest<HostOrder>, ranking?: Ranking): Decoded<Listed<HostRow>> {
    return listed(this.database, LISTING, { filter }, page, ranking);
  }

  async byUuid(id: string): Promise<HostRow | null> {
    return (await this.byUuids([id]))[0] ?? null;
  }

  async byUuids(ids: readonly string[]): Promise<HostRow[]> {
    return (await this.database.query<HostRow>(`${SELECT} WHERE host.id::text = ANY ($1::text[])`, [ids])).rows;
  }

  async byIds(hostIds: readonly number[]): Promise<HostRow[]> {
    return (await this.database.query<HostRow>(`${SELECT} WHERE host.host_id = ANY ($1::int[])`, [hostIds])).rows;
  }

  /** How many interfaces, containers and networks each host has that are there. */
  async countsOf(hostIds: readonly number[]): Promise<HostCounts[]> {
    const there = (table: string): string =>
      `(SELECT count(*)::int FROM ${table} WHERE ${table}.host_id = host.host_id AND ${table}.gone_at IS NULL)`;
    const sql = `SELECT host_id AS "hostId", ${there('series')} AS interfaces, ${there('container')} AS containers,
      ${there('network')} AS networks FROM host WHERE host_id = ANY ($1::int[])`;
    return (await this.database.query<HostCounts>(sql, [hostIds])).rows;
  }
}

/** How much there is on a host. */
export interface HostCounts {
  readonly hostId: number;
  readonly interfaces: number;
  readonly containers: number;
  readonly networks: number;
}
