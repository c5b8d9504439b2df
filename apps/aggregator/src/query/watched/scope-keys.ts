import type { Pool } from 'pg';
import type { EntityKind } from '../entities/entity.js';
import { entityListing } from '../entities/entity-listing.js';
import type { Filter } from '../filter.js';
import { containerSql, filterSql, hostFieldsSql, hostSql, networkSql } from '../filter.sql.js';
import { allOf, Statement } from '../sql.js';

/** What can be watched one by one. */
export const WATCHED_LEVELS = [
  'interface',
  'container',
  'network',
  'service',
  'stack',
  'workload',
  'host',
  'fleet',
  'quota',
] as const;
export type WatchedLevel = (typeof WATCHED_LEVELS)[number];

/** The key of everything together. */
export const FLEET_KEY = 'fleet';

/** Where things of a kind are found, and by which key the API knows them. */
const OF_HOSTS = {
  interface: { table: 'series', key: 'series.net_id', passes: filterSql },
  container: { table: 'container', key: 'container.id', passes: containerSql },
  network: { table: 'network', key: `host.id::text || '/' || network.id`, passes: networkSql },
} as const;

/**
 * Which things of a level a filter means, by their keys: as the lists of the API do, and what went within a day as well. Of the
 * fleet, the hosts that are meant.
 */
export async function readScopeKeys(pool: Pool, level: WatchedLevel, filter: Filter): Promise<Set<string>> {
  const statement = new Statement();
  const { rows } = await pool.query<[string]>({
    text: scopeKeysSql(statement, level, filter),
    values: statement.values,
    rowMode: 'array',
  });
  return new Set(rows.map(([key]) => key));
}

/** SQL of these keys. */
export function scopeKeysSql(statement: Statement, level: WatchedLevel, filter: Filter): string {
  if (level === 'host' || level === 'fleet')
    return `SELECT host.id::text FROM host WHERE ${hostSql(statement, filter)}`;
  if (level === 'interface' || level === 'container' || level === 'network') {
    const { table, key, passes } = OF_HOSTS[level];
    const lately = `${table}.gone_at IS NULL OR ${table}.gone_at > now() - interval '1 day'`;
    return `SELECT ${key} FROM ${table} JOIN host USING (host_id) WHERE ${allOf([passes(statement, filter), lately])}`;
  }
  return level === 'quota' ? quotaSql(statement, filter) : entitySql(statement, level, filter);
}

/** A quota passes by its name, and by its host where it is of one; nothing else is asked of it that it could have. */
function quotaSql(
  statement: Statement,
  { text, hosts, host, hostStates, hostLabels, includeGone, ...others }: Filter,
): string {
  const isOther = Object.values(others).some((each) => each != null);
  const ofHost = { hosts, host, hostStates, hostLabels };
  const asksHost = Object.values(ofHost).some((each) => each != null);
  const conditions = [
    ...(isOther ? ['false'] : []),
    ...(asksHost ? [hostFieldsSql(statement, ofHost)] : []),
    ...(text == null || text === '' ? [] : [`strpos(lower(quota.name), lower(${statement.place(text, 'text')})) > 0`]),
  ];
  return `SELECT quota.id::text FROM quota LEFT JOIN host ON host.id = quota.host_uuid WHERE ${allOf(conditions)}`;
}

function entitySql(statement: Statement, kind: EntityKind, filter: Filter): string {
  const { from, conditions } = entityListing(kind).source(statement, { filter });
  return `SELECT entity.id FROM ${from} WHERE ${allOf(conditions)}`;
}
