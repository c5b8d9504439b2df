import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { JOIN_LINK, LINK_SPEED, SPEED_SOURCE, type SpeedSource } from '../store/hosts/link-speed.js';
import type { Filter } from './filter.js';
import { filterSql } from './filter.sql.js';
import { BY_HOST } from './interfaces.js';
import { type Columns, type Listed, listed, type Listing } from './page/listing.js';
import { byWhole } from './page/sort-key.js';
import { CONTAINER_NAME, STABLE_NAMES } from './stable-names.sql.js';

/** An interface with the names of what is around it, in one flat row. */
export interface ListedInterface {
  readonly netId: string;
  readonly hostId: string;
  readonly host: string;
  readonly name: string;
  readonly class: string | null;
  readonly uplink: boolean;
  readonly container: string | null;
  readonly network: string | null;
  readonly state: string;
  readonly speedBitsPerSecond: number | null;
  readonly speedSource: SpeedSource | null;
  readonly mtu: number | null;
  readonly mac: string | null;
  readonly addresses: readonly string[];
  readonly since: Date | null;
  readonly resets: number;
  readonly goneAt: Date | null;
}

const CONTAINERS = `
  (SELECT string_agg(${STABLE_NAMES.container}, ', ' ORDER BY ${CONTAINER_NAME}, container.id)
   FROM container
   WHERE container.host_id = series.host_id AND container.namespace = series.namespace
     AND (container.gone_at IS NULL OR series.gone_at IS NOT NULL))`;

const COLUMNS: Columns<ListedInterface> = {
  netId: 'series.net_id',
  hostId: 'host.id::text',
  host: 'host.name',
  name: 'series.name',
  class: 'series.class',
  uplink: 'series.uplink',
  container: CONTAINERS,
  network: 'network.name',
  state: 'series.state',
  speedBitsPerSecond: `(${LINK_SPEED})::float8`,
  speedSource: SPEED_SOURCE,
  mtu: 'series.mtu',
  mac: 'series.mac',
  addresses: 'series.addresses',
  since: 'series.since',
  resets: 'series.resets',
  goneAt: 'series.gone_at',
};

const LISTING: Listing<ListedInterface, 'host'> = {
  name: 'interface list',
  columns: COLUMNS,
  source: (statement, { filter }) => ({
    from: `series JOIN host USING (host_id) ${JOIN_LINK}
      LEFT JOIN network ON network.host_id = series.host_id AND network.id = series.network_id`,
    conditions: [filterSql(statement, filter)],
  }),
  goneAt: 'series.gone_at',
  orders: { host: BY_HOST },
  ties: [byWhole('series.series_id')],
};

/** Reads interfaces flat, by host, uplinks first. */
@Injectable()
export class InterfaceList {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(filter: Filter, first: number, after: string | null): Decoded<Listed<ListedInterface>> {
    return listed(this.database, LISTING, { filter }, { by: 'host', descending: false, first, after });
  }
}
