import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { CONTAINER_COLUMNS, type ContainerRow } from '../containers.js';
import type { Filter } from '../filter.js';
import { type Listed, listed, type PageRequest, selectSql } from '../page/listing.js';
import { CONTAINER_NAME } from '../stable-names.sql.js';
import { type EntityKind, entityIdSql, type EntityOrder, type EntityRow } from './entity.js';
import { entityListing } from './entity-listing.js';

const LISTINGS = {
  stack: entityListing('stack'),
  service: entityListing('service'),
  workload: entityListing('workload'),
} as const;

/** A container with the entity that it is part of. */
export interface ContainerOfEntity extends ContainerRow {
  readonly entityId: string;
}

/** Reads stacks, services and workloads. */
@Injectable()
export class EntityRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that pass a filter, page by page. */
  list(kind: EntityKind, filter: Filter, page: PageRequest<EntityOrder>): Decoded<Listed<EntityRow>> {
    return listed(this.database, LISTINGS[kind], { filter }, page);
  }

  /** The first containers of each entity that are there. */
  async containersOf(kind: EntityKind, ids: readonly string[], first: number): Promise<ContainerOfEntity[]> {
    const id = entityIdSql(kind);
    const order = `host.name, container.host_id, ${CONTAINER_NAME}, container.id`;
    const sql = `
SELECT * FROM (
  SELECT ${selectSql(CONTAINER_COLUMNS)}, ${id} AS "entityId", row_number() OVER (PARTITION BY ${id} ORDER BY ${order}) AS place
  FROM container JOIN host USING (host_id)
  WHERE ${id} = ANY ($1::text[]) AND container.gone_at IS NULL) AS ranked
WHERE place <= $2::int ORDER BY place`;
    return (await this.database.query<ContainerOfEntity>(sql, [ids, first])).rows;
  }
}
