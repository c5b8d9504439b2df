import type { Pool } from 'pg';
import type { PatternClass } from '../../analyse/pattern/finding.js';
import type { Filter } from '../filter.js';
import { eventSql } from '../filter.sql.js';
import { ALL_PATTERNS } from '../patterns/pattern.js';
import { conditionsOf, FROM_PATTERN } from '../patterns/patterns.sql.js';
import { allOf, Statement } from '../sql.js';
import { CONTAINER_NAME, STABLE_NAMES } from '../stable-names.sql.js';
import { readScopeKeys, type WatchedLevel } from '../watched/scope-keys.js';
import { MS } from '../../store/ms.sql.js';

/** Which changes or patterns are asked for; times are ms since 1970. */
export interface ToldAsked {
  readonly kind: 'change' | 'pattern';
  readonly level: WatchedLevel;
  readonly filter: Filter;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A change, or a pattern, of the past, laid to what of a level it is of. */
export interface ToldPast {
  readonly key: string;
  readonly name: string;
  readonly atMs: number;
  /** Of a pattern that ended; null = it lasts, or it is a change. */
  readonly endMs: number | null;
  readonly what: { readonly change: string } | { readonly class: PatternClass; readonly strength: number };
}

/** More than people look through; the newest are read. */
const MOST_TOLD = 50_000;

interface Row {
  readonly key: string | null;
  readonly name: string | null;
  readonly atMs: number;
  readonly endMs: number | null;
  readonly what: string;
  readonly strength: number;
}

/** Reads them in the order of time, with how many things of the level the filter means now. */
export async function readToldPast(
  pool: Pool,
  asked: ToldAsked,
): Promise<{ readonly events: readonly ToldPast[]; readonly subjectCount: number }> {
  const statement = new Statement();
  const sql = asked.kind === 'change' ? changesSql(statement, asked) : patternsSql(statement, asked);
  const { rows } = await pool.query<Row>(`${sql} LIMIT ${MOST_TOLD}`, statement.values);
  const events = rows.reverse().flatMap(({ key, name, atMs, endMs, what, strength }): ToldPast[] => {
    if (key === null) return [];
    const isChange = asked.kind === 'change';
    return [
      {
        key,
        name: name ?? key,
        atMs,
        endMs,
        what: isChange ? { change: what } : { class: what as PatternClass, strength },
      },
    ];
  });
  const keys = await readScopeKeys(pool, asked.level, asked.filter);
  return { events, subjectCount: keys.size };
}

const moment = (statement: Statement, ms: number): string => `to_timestamp(${statement.place(ms, 'float8')} / 1000)`;

function changesSql(statement: Statement, { level, filter, fromMs, toMs }: ToldAsked): string {
  const { key, name } = keyOf(level);
  return `
SELECT ${key} AS key, ${name} AS name, ${MS('event.time')} AS "atMs", NULL AS "endMs", event.kind AS what, 1 AS strength
FROM event JOIN host USING (host_id)
LEFT JOIN series ON series.host_id = event.host_id AND event.kind LIKE 'interface.%' AND series.key = event.subject
LEFT JOIN LATERAL (
  SELECT * FROM container WHERE container.host_id = event.host_id
    AND (event.kind LIKE 'container.%' AND container.id = event.subject OR container.namespace = series.namespace)
  ORDER BY gone_at DESC NULLS FIRST LIMIT 1) AS container ON true
LEFT JOIN network ON network.host_id = event.host_id
  AND network.id = CASE WHEN event.kind LIKE 'network.%' THEN event.subject ELSE series.network_id END
WHERE ${allOf([eventSql(statement, filter), `event.time >= ${moment(statement, fromMs)}`, `event.time < ${moment(statement, toMs)}`])}
ORDER BY event.time DESC`;
}

function patternsSql(statement: Statement, { level, filter, fromMs, toMs }: ToldAsked): string {
  const { key, name } = keyOf(level);
  const conditions = conditionsOf(statement, { ...ALL_PATTERNS, filter, isDismissed: false });
  const begun = [
    `pattern.started_at >= ${moment(statement, fromMs)}`,
    `pattern.started_at < ${moment(statement, toMs)}`,
  ];
  return `
SELECT ${key} AS key, ${name} AS name, ${MS('found.started_at')} AS "atMs", ${MS('found.ended_at')} AS "endMs",
  found.class AS what, found.strength::float8 AS strength
FROM (SELECT pattern.*, series.net_id, series.name AS interface_name, series.namespace, series.network_id FROM ${FROM_PATTERN}
  WHERE ${allOf([...conditions, ...begun])}) AS found
JOIN host USING (host_id)
LEFT JOIN series ON series.series_id = found.series_id
LEFT JOIN LATERAL (
  SELECT * FROM container WHERE container.host_id = found.host_id
    AND (entity_kind = 'container' AND container.id = entity_key OR container.namespace = found.namespace)
  ORDER BY gone_at DESC NULLS FIRST LIMIT 1) AS container ON true
LEFT JOIN network ON network.host_id = found.host_id
  AND network.id = CASE WHEN entity_kind = 'network' THEN entity_key ELSE found.network_id END
ORDER BY found.started_at DESC`;
}

/** SQL over what a change or a pattern is joined with: what of a level it is of. */
function keyOf(level: WatchedLevel): { readonly key: string; readonly name: string } {
  const onHost = (name: string): string => `${name} || ' on ' || host.name`;
  switch (level) {
    case 'interface':
      return { key: 'series.net_id', name: onHost('series.name') };
    case 'container':
      return { key: 'container.id', name: onHost(CONTAINER_NAME) };
    case 'network':
      return { key: `host.id::text || '/' || network.id`, name: onHost('network.name') };
    case 'host':
    case 'fleet':
    // Nothing changes on a quota, and nothing is found on it.
    case 'quota':
      return { key: 'host.id::text', name: 'host.name' };
    default:
      return { key: STABLE_NAMES[level], name: STABLE_NAMES[level] };
  }
}
