import { containerSql } from '../filter.sql.js';
import type { Columns, Listing } from '../page/listing.js';
import { byName, byWhole } from '../page/sort-key.js';
import type { Statement } from '../sql.js';
import { holdsSql } from '../text-match.js';
import type { Filter } from '../filter.js';
import { type EntityKind, entityIdSql, type EntityOrder, type EntityRow } from './entity.js';

const COLUMNS: Columns<EntityRow> = {
  id: 'entity.id',
  stack: 'entity.stack',
  service: 'entity.service',
  podNamespace: 'entity.pod_namespace',
  workload: 'entity.workload',
  hosts: 'entity.hosts',
  containers: 'entity.containers',
};

/**
 * The entities of a kind of which one container passes the filter; their figures are of the whole entity. A text is sought in
 * their own names alone.
 */
export function entityListing(kind: EntityKind): Listing<EntityRow, EntityOrder> {
  return {
    name: `${kind}s`,
    columns: COLUMNS,
    source: (statement, { filter }) => ({ from: entitiesSql(statement, kind, filter), conditions: [] }),
    orders: {
      name: [],
      hosts: [byWhole('entity.hosts')],
      containers: [byWhole('entity.containers')],
    },
    ties: [byName('entity.id')],
  };
}

/** Grouped by host first: to count distinct hosts, the database would sort all containers. */
function entitiesSql(statement: Statement, kind: EntityKind, filter: Filter): string {
  const id = `(${entityIdSql(kind)}) COLLATE "C"`;
  const { text, ...rest } = filter;
  const conditions = [`${id} IS NOT NULL`, ...(filter.includeGone ? [] : ['container.gone_at IS NULL'])];
  if (text != null && text !== '') conditions.push(holdsSql(id, statement.place(text, 'text')));
  return `(
  SELECT id, min(stack) AS stack, min(service) AS service, min(pod_namespace) AS pod_namespace, min(workload) AS workload,
    count(*)::int AS hosts, sum(containers)::int AS containers
  FROM (
    SELECT ${id} AS id, container.host_id, min(container.stack) AS stack, min(container.service) AS service,
      min(container.pod_namespace) AS pod_namespace, min(container.workload) AS workload, count(*) AS containers,
      bool_or(${containerSql(statement, rest)}) AS passes
    FROM container JOIN host USING (host_id) WHERE ${conditions.join(' AND ')}
    GROUP BY 1, container.host_id) AS of_host
  GROUP BY id HAVING bool_or(passes)) AS entity`;
}
