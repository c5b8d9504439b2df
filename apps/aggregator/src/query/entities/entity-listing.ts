import { containerSql } from '../filter.sql.js';
import type { Columns, Listing } from '../page/listing.js';
import { byName, byWhole } from '../page/sort-key.js';
import type { Statement } from '../sql.js';
import { holdsSql, sought } from '../text-match.js';
import type { Filter } from '../filter.js';
import { ENTITY_PARTS, type EntityKind, entityIdSql, type EntityOrder, type EntityRow, NAME_PARTS } from './entity.js';

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

/**
 * Grouped in steps, for the sake of 50,000 containers: by what makes up the name on each host, so that names are made of few
 * rows; then by name and host, for two ways to say one name; so hosts are counted without sorting.
 */
function entitiesSql(statement: Statement, kind: EntityKind, filter: Filter): string {
  const { text, ...rest } = filter;
  const named = text == null || text === '' ? 'true' : holdsSql('id', sought(statement, text));
  const parts = NAME_PARTS.map(
    (part) => `${ENTITY_PARTS[kind].includes(part) ? `min(${part})` : 'NULL::text'} AS ${part}`,
  );
  const sums = 'sum(containers) AS containers, bool_or(passes) AS passes';
  return `(
  SELECT id, ${NAME_PARTS.map((part) => `min(${part}) AS ${part}`).join(', ')}, count(*)::int AS hosts, sum(containers)::int AS containers
  FROM (
    SELECT id, host_id, ${parts.join(', ')}, ${sums}
    FROM (SELECT ${entityIdSql(kind)} AS id, container.* FROM (${onHostsSql(statement, kind, rest)}) AS container) AS named
    WHERE ${named} GROUP BY id, host_id) AS of_host
  GROUP BY id HAVING bool_or(passes)) AS entity`;
}

function onHostsSql(statement: Statement, kind: EntityKind, filter: Filter): string {
  const parts = ENTITY_PARTS[kind].map((part) => `container.${part}`);
  const passes = containerSql(statement, filter);
  const conditions = [`${parts.at(-1)} IS NOT NULL`, ...(filter.includeGone ? [] : ['container.gone_at IS NULL'])];
  return `
SELECT container.host_id, ${parts.join(', ')}, count(*) AS containers,
  ${passes === 'true' ? passes : `bool_or(${passes})`} AS passes
FROM container JOIN host USING (host_id) WHERE ${conditions.join(' AND ')} GROUP BY container.host_id, ${parts.join(', ')}`;
}
