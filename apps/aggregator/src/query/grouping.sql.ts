import type { Dimension, Grouping } from './grouping.js';
import type { Statement } from './sql.js';
import { STABLE_NAMES } from './stable-names.sql.js';

/** A group's value in a dimension, as SQL over `series`, `network` and `namespace`; the host's is known without. */
const VALUES: Readonly<Record<Dimension, string | null>> = {
  interface: 'series.net_id',
  host: null,
  class: 'series.class',
  network: 'network.name',
  container: 'namespace.container',
  stack: 'namespace.stack',
  service: 'namespace.service',
  workload: 'namespace.workload',
  all: null,
};

/** The parts of a statement that find the group of each interface. */
export interface GroupSql {
  /** To follow `FROM series JOIN host`. */
  readonly joins: string;
  /** One expression for each column of a group. */
  readonly values: readonly string[];
}

/**
 * Makes the parts; dimensions without an expression of their own have no column. `ofHosts` makes SQL over `host`, which all that
 * is asked for fulfils: the containers of others are not looked at.
 */
export function groupSql(statement: Statement, { dimensions, labels }: Grouping, ofHosts: () => string): GroupSql {
  const labelColumns = labels.map((label, index) => ({
    column: `label_${index}`,
    sql: `container.labels ->> ${statement.place(label, 'text')}`,
  }));
  const named = dimensions.flatMap((each) =>
    each in STABLE_NAMES ? [{ column: each, sql: STABLE_NAMES[each as keyof typeof STABLE_NAMES] }] : [],
  );
  const ofContainer = [...named, ...labelColumns];
  const joins = [
    ...(dimensions.includes('network') ? [JOIN_NETWORK] : []),
    ...(ofContainer.length > 0 ? [joinNamespace(ofContainer, ofHosts())] : []),
  ];
  const values = dimensions.map((each) => VALUES[each]).filter((sql) => sql !== null);
  return { joins: joins.join('\n'), values: [...values, ...labelColumns.map(({ column }) => `namespace.${column}`)] };
}

const JOIN_NETWORK = `LEFT JOIN network ON network.host_id = series.host_id AND network.id = series.network_id`;

/**
 * What the containers of each network namespace are called: one name nearly always, else all of them with a SEPARATOR in
 * between, so that what they share is one group and counted once. Those that are gone only speak where nothing is left.
 */
function joinNamespace(columns: readonly { readonly column: string; readonly sql: string }[], ofHosts: string): string {
  return `
LEFT JOIN (
  SELECT known.host_id, known.namespace, ${columns.map(({ column }) => nameSql(column)).join(', ')}
  FROM (
    SELECT container.host_id, container.namespace, container.gone_at,
      ${columns.map(({ column, sql }) => `(${sql}) COLLATE "C" AS ${column}`).join(', ')}
    FROM container JOIN host USING (host_id) WHERE container.namespace IS NOT NULL AND ${ofHosts}) AS known
  GROUP BY known.host_id, known.namespace) AS namespace
  ON namespace.host_id = series.host_id AND namespace.namespace = series.namespace`;
}

const SEPARATOR = '\u0001';

/** Neither sorted nor distinct, which would have the database sort all containers; `listed` does that for the few. */
function nameSql(column: string): string {
  const text = `known.${column}`;
  const all = `string_agg(${text}, chr(${SEPARATOR.charCodeAt(0)}))`;
  return `CASE WHEN min(${text}) IS NOT DISTINCT FROM max(${text}) THEN min(${text})
    ELSE coalesce(${all} FILTER (WHERE known.gone_at IS NULL), ${all}) END AS ${column}`;
}

/** A value as people read it: the names of all who share a namespace, in order, each once. */
export function listed(value: string | null): string | null {
  if (!value?.includes(SEPARATOR)) return value;
  return [...new Set(value.split(SEPARATOR))].sort().join(', ');
}
