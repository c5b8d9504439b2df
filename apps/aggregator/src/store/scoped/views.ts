import type { ClientBase } from 'pg';

/** Settings of a connection that hold which hosts may be seen: their numbers, and their ids. */
export const HOSTS_SETTING = 'weir.hosts';
export const HOST_UUIDS_SETTING = 'weir.host_uuids';

/** The one view that shows all hosts: by it is found which of them are in a scope. */
export const EVERY_HOST = 'every_host';

// Read once for a statement, not once for a row.
const HOSTS = `ANY ((SELECT current_setting('${HOSTS_SETTING}')::int[])::int[])`;
const HOST_UUIDS = `ANY ((SELECT current_setting('${HOST_UUIDS_SETTING}')::uuid[])::uuid[])`;

/** Tables that say nothing of any host. */
const OF_NO_HOST: ReadonlySet<string> = new Set(['horizon', 'retention', 'default_rule']);

interface Table {
  readonly name: string;
  /** Types of columns by their names. */
  readonly columns: Readonly<Record<string, string>>;
}

/** SQL of tables of which other columns, or rows by other columns, may be seen; `of` names a table of the schema. */
const SPECIAL: Readonly<Record<string, (of: (table: string) => string) => string>> = {
  // An incident may hold alerts of several hosts: it is as bad as the worst of those that may be seen.
  incident: (of) => `
SELECT id, group_key, opened_at, resolved_at, (
    SELECT severity FROM ${of('alert')} AS own WHERE own.incident_id = incident.id AND own.host_uuid = ${HOST_UUIDS}
    ORDER BY array_position(ARRAY['critical', 'warning', 'info'], severity) LIMIT 1) AS severity,
  '{}'::text[] AS rule_ids
FROM ${of('incident')} AS incident
WHERE id IN (SELECT incident_id FROM ${of('alert')} WHERE host_uuid = ${HOST_UUIDS})`,
  // What an alert is called and measured in is its rule's; whom that watches and tells, and in which words, names others.
  alert_rule: (of) => `
SELECT id, rule - 'scope' - 'channels' - 'message' AS rule, position, updated_at FROM ${of('alert_rule')}
WHERE id IN (SELECT rule_id FROM ${of('alert')} WHERE host_uuid = ${HOST_UUIDS})`,
  // By which transaction a row was written is asked of this one: a view has no such column of its own.
  traffic_recent: (of) => `SELECT xmin, * FROM ${of('traffic_recent')} WHERE host_id = ${HOSTS}`,
  // Without a host it is of many: who reads one of them has to know.
  late_writes: (of) => `SELECT * FROM ${of('late_writes')} WHERE host_id IS NULL OR host_id = ${HOSTS}`,
  // That somebody looks is no secret; at how much is.
  alert_state: (of) => `
SELECT only_one, revision, '{}'::jsonb AS lifecycle, '{}'::jsonb AS notifier, looked_at, 0 AS rules, 0 AS watched, paused_since
FROM ${of('alert_state')}`,
  analysis: (of) => `
SELECT partition, at, lag_ms, 0 AS series, 0 AS thinned, NULL::timestamptz AS thinned_since FROM ${of('analysis')}`,
};

/** SQL: the rows of a table that are of hosts which may be seen; none where nobody knows of which hosts they are. */
function rowsOf({ name, columns }: Table, of: (table: string) => string): string {
  const special = SPECIAL[name];
  if (special) return special(of);
  return `SELECT * FROM ${of(name)} WHERE ${conditionOf(name, columns, of)}`;
}

function conditionOf(name: string, columns: Table['columns'], of: (table: string) => string): string {
  if (OF_NO_HOST.has(name)) return 'true';
  if (columns['host_id'] === 'int4') return `host_id = ${HOSTS}`;
  if (columns['host_uuid'] === 'uuid') return `host_uuid = ${HOST_UUIDS}`;
  const bySeries = ['series_id', 'state_series_id'].find((column) => columns[column] === 'int4');
  if (!bySeries) return 'false';
  const series = bySeries === 'series_id' ? 'series' : 'state_series';
  return `${bySeries} IN (SELECT ${bySeries} FROM ${of(series)} WHERE host_id = ${HOSTS})`;
}

const TABLES = `
SELECT quote_ident(current_schema()) AS schema, relname AS name, jsonb_object_agg(attname, typname) AS columns
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped JOIN pg_type ON pg_type.oid = atttypid
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
GROUP BY relname`;

/**
 * Puts a view of the same name in the place of each table, for this connection alone. It shows what is of the hosts named by the
 * connection's settings; without these, every question fails. A table that is new shows nothing until it says of which host a row is.
 */
export async function showViewsAlone(client: ClientBase): Promise<void> {
  const { rows } = await client.query<Table & { readonly schema: string }>(TABLES);
  const of = (table: string): string => `${rows[0]?.schema}.${table}`;
  const views = rows.map((table) => `CREATE TEMP VIEW ${table.name} AS ${rowsOf(table, of)}`);
  const everyHost = `CREATE TEMP VIEW ${EVERY_HOST} AS SELECT host_id, id, name, labels FROM ${of('host')}`;
  // What is in no view is not there.
  await client.query([...views, everyHost, 'SET search_path = pg_temp'].join(';\n'));
}
