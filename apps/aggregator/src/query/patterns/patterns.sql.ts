import { asksBelowHosts } from '../asks-below-hosts.js';
import type { Filter } from '../filter.js';
import { containerSql, filterSql, hostFieldsSql, networkSql } from '../filter.sql.js';
import { anyOf, type Statement } from '../sql.js';
import type { PatternsAsked } from './pattern.js';

const JOINED = 'JOIN host ON host.host_id = pattern.host_id LEFT JOIN series ON series.series_id = pattern.series_id';

/** All patterns, with what conditions and columns of them are of. */
export const FROM_PATTERN = `pattern ${JOINED}`;

/** Patterns that may be asked for, with what conditions and columns of them are of. */
export function fromPattern(statement: Statement, { entities }: PatternsAsked): string {
  return entities ? `${ofHostsOf(statement.place(entities, 'text[]'))} AS pattern ${JOINED}` : FROM_PATTERN;
}

/** SQL: the id by which the API knows what a pattern is laid to, or showed on. */
const ENTITY_ID = (kind: string, key: string): string =>
  `CASE WHEN ${kind} = 'network' THEN host.id::text || '/' || ${key} ELSE ${key} END`;

/** SQL over `pattern` and `host`: the id by which the API knows what a pattern is laid to. */
export const PATTERN_ENTITY_ID = ENTITY_ID('pattern.entity_kind', 'pattern.entity_key');

/** SQL over `pattern`, `host` and `series`: those that are asked for. What was taken back is none of them. */
export function conditionsOf(statement: Statement, asked: PatternsAsked): string[] {
  const { classes, categories, minStrength, isOpen, isDismissed, entities } = asked;
  const list = (values: readonly string[]): string => `ANY (${statement.place(values, 'text[]')})`;
  return [
    'pattern.strength > 0',
    patternSql(statement, asked.filter),
    ...lastingSql(statement, asked),
    ...(classes ? [`pattern.class = ${list(classes)}`] : []),
    ...(categories ? [`pattern.category = ${list(categories)}`] : []),
    ...(minStrength === null ? [] : [`pattern.strength >= ${statement.place(minStrength, 'real')}`]),
    ...(isOpen === null ? [] : [`pattern.ended_at IS ${isOpen ? '' : 'NOT '}NULL`]),
    ...(isDismissed === null ? [] : [`pattern.dismissed IS ${isDismissed ? 'NOT ' : ''}NULL`]),
    ...(entities ? [ofEntities(statement.place(entities, 'text[]'))] : []),
  ];
}

/**
 * SQL over `pattern` and `host`: a pattern by its host, by the interface that it was found on, or by what it is laid to. That may
 * be gone by now.
 */
function patternSql(statement: Statement, filter: Filter): string {
  const asked = { ...filter, includeGone: true };
  if (!asksBelowHosts(filter) && !filter.text) return hostFieldsSql(statement, asked);
  const laidTo = (table: 'container' | 'network', condition: string): string =>
    `pattern.entity_kind = '${table}' AND (pattern.host_id, pattern.entity_key) IN (
      SELECT ${table}.host_id, ${table}.id FROM ${table} JOIN host USING (host_id) WHERE ${condition})`;
  return anyOf([
    `pattern.series_id IS NOT NULL AND pattern.series_id IN (
      SELECT series.series_id FROM series JOIN host USING (host_id) WHERE ${filterSql(statement, asked)})`,
    laidTo('container', containerSql(statement, asked)),
    laidTo('network', networkSql(statement, asked)),
  ]);
}

function lastingSql(statement: Statement, { fromMs, toMs }: PatternsAsked): string[] {
  const moment = (ms: number): string => statement.place(new Date(ms).toISOString(), 'timestamptz');
  return [
    ...(fromMs === null ? [] : [`(pattern.ended_at IS NULL OR pattern.ended_at > ${moment(fromMs)})`]),
    ...(toMs === null ? [] : [`pattern.started_at < ${moment(toMs)}`]),
  ];
}

function ofEntities(ids: string): string {
  return anyOf([
    `${PATTERN_ENTITY_ID} = ANY (${ids})`,
    `EXISTS (SELECT FROM jsonb_to_recordset(pattern.seen_on) AS seen (kind text, key text)
      WHERE ${ENTITY_ID('seen.kind', 'seen.key')} = ANY (${ids}))`,
  ]);
}

/**
 * The patterns of the hosts of entities, found first (OFFSET is a fence to the planner): else, for the newest few, all patterns are
 * gone through from the newest on, which for an entity that has none is a year of a fleet.
 */
function ofHostsOf(ids: string): string {
  return `(SELECT * FROM pattern WHERE host_id IN (
    SELECT host_id FROM series WHERE net_id = ANY (${ids}) UNION ALL
    SELECT host_id FROM container WHERE id = ANY (${ids}) UNION ALL
    SELECT host_id FROM host WHERE id::text = ANY (${ids}) UNION ALL
    SELECT host_id FROM network JOIN host USING (host_id) WHERE host.id::text || '/' || network.id = ANY (${ids})) OFFSET 0)`;
}
