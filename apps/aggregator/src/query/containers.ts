import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Filter } from './filter.js';
import { containerSql } from './filter.sql.js';
import type { NamespaceKey } from './interfaces.js';
import { type OfEach, ofEachHost, ofEachKey } from './of-each.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from './page/listing.js';
import { joinSummedSql, RATE_ORDERS, type RateOrder, type Ranking, USE_ORDERS, type UseOrder } from './page/ranks.js';
import { byName, byText, byTime, byWhole } from './page/sort-key.js';
import { CONTAINER_NAME } from './stable-names.sql.js';

/** A container, as stored. */
export interface ContainerRow {
  readonly hostId: number;
  readonly id: string;
  /** The first digits of its id where no runtime tells a name. */
  readonly name: string;
  readonly image: string | null;
  /** Null where it has no network namespace of its own. */
  readonly namespace: string | null;
  readonly hostNetwork: boolean;
  readonly stack: string | null;
  readonly service: string | null;
  readonly pod: string | null;
  readonly podNamespace: string | null;
  readonly workload: string | null;
  /** The value of each label by its key. */
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAt: Date | null;
  readonly goneAt: Date | null;
}

/** What containers can be sorted by. */
export type ContainerOrder =
  'name' | 'host' | 'image' | 'stack' | 'service' | 'workload' | 'started' | RateOrder | UseOrder;

/** SQL of a container's columns. */
export const CONTAINER_COLUMNS: Columns<ContainerRow> = {
  hostId: 'container.host_id',
  id: 'container.id',
  name: CONTAINER_NAME,
  image: 'container.image',
  namespace: 'container.namespace',
  hostNetwork: 'container.host_network',
  stack: 'container.stack',
  service: 'container.service',
  pod: 'container.pod',
  podNamespace: 'container.pod_namespace',
  workload: 'container.workload',
  labels: 'container.labels',
  startedAt: 'container.started_at',
  goneAt: 'container.gone_at',
};

const SELECT = `SELECT ${selectSql(CONTAINER_COLUMNS)} FROM container`;
const ORDER = `${CONTAINER_NAME}, container.id`;

const LISTING: Listing<ContainerRow, ContainerOrder> = {
  name: 'containers',
  columns: CONTAINER_COLUMNS,
  source: (statement, { filter }) => ({
    from: 'container JOIN host USING (host_id)',
    conditions: [containerSql(statement, filter)],
  }),
  goneAt: 'container.gone_at',
  joinRanks: (ranked, { of }) =>
    of === 'things'
      ? `LEFT JOIN ${ranked} ON ranked.id = container.id`
      : joinSummedSql(
          ranked,
          ['series.host_id', 'series.namespace'],
          `series.class = 'container'`,
          'ranked.host_id = container.host_id AND ranked.namespace = container.namespace',
        ),
  orders: {
    ...RATE_ORDERS,
    ...USE_ORDERS,
    name: [byName(CONTAINER_NAME)],
    host: [byName('host.name'), byWhole('host.host_id'), byName(CONTAINER_NAME)],
    image: [byText('container.image'), byName(CONTAINER_NAME)],
    stack: [byText('container.stack'), byText('container.service'), byName(CONTAINER_NAME)],
    service: [byText('container.service'), byName(CONTAINER_NAME)],
    workload: [byText('container.pod_namespace'), byText('container.workload'), byName(CONTAINER_NAME)],
    started: [byTime(`coalesce(container.started_at, 'epoch')`)],
  },
  ties: [byWhole('container.host_id'), byName('container.id')],
};

/** Reads containers. */
@Injectable()
export class ContainerRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(filter: Filter, page: PageRequest<ContainerOrder>, ranking?: Ranking): Decoded<Listed<ContainerRow>> {
    return listed(this.database, LISTING, { filter }, page, ranking);
  }

  /** The one of an id; where several hosts tell of it, one that is there. */
  async byId(id: string): Promise<ContainerRow | null> {
    const order = 'container.gone_at IS NOT NULL, container.host_id';
    return (await this.rows(`${SELECT} WHERE container.id = $1 ORDER BY ${order} LIMIT 1`, [id]))[0] ?? null;
  }

  async ofHosts(hostIds: readonly number[], { includeGone, first }: OfEach): Promise<ContainerRow[]> {
    return this.rows(ofEachHost(SELECT, 'container', ORDER), [hostIds, includeGone, first]);
  }

  /** The first of each namespace, those that are there before those that are gone. */
  async ofNamespaces(keys: readonly NamespaceKey[], first: number): Promise<ContainerRow[]> {
    return this.rows(ofEachKey(SELECT, { table: 'container', column: 'namespace' }, ORDER), [
      ...[keys.map(({ hostId }) => hostId), keys.map(({ namespace }) => namespace), first],
    ]);
  }

  private async rows(sql: string, values: unknown[]): Promise<ContainerRow[]> {
    return (await this.database.query<ContainerRow>(sql, values)).rows;
  }
}
