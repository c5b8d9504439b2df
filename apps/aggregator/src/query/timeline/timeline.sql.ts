import { alertFilterSql, FROM_ALERT } from '../alerts/alerts.sql.js';
import { eventSql, hostFieldsSql } from '../filter.sql.js';
import { ALL_PATTERNS } from '../patterns/pattern.js';
import { conditionsOf as conditionsOfPatterns, FROM_PATTERN, PATTERN_ENTITY_ID } from '../patterns/patterns.sql.js';
import { allOf, anyOf, type Statement } from '../sql.js';
import type { TimelineAsked, TimelineKind } from './entry.js';

/** Kinds that are rows; deploys are worked out of when containers were started. */
export type StoredEntryKind = Exclude<TimelineKind, 'deploy'>;

/** Where entries of a kind are read from. */
interface Source {
  readonly from: string;
  /** SQL of when it happened, which an index knows. */
  readonly at: string;
  readonly id: string;
  readonly until: string;
  readonly text: string;
  readonly what: string;
  readonly subject: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly severity: string;
  readonly author: string;
  readonly conditions: (statement: Statement, asked: TimelineAsked) => string[];
}

const NONE = 'NULL::text';
const OF_HOST = { hostId: 'host.id::text', hostName: 'host.name' } as const;

const SOURCES: Readonly<Record<StoredEntryKind, Source>> = {
  change: {
    ...{ from: 'event JOIN host USING (host_id)', at: 'event.time', until: 'NULL::timestamptz', text: 'event.text' },
    id: `md5(concat_ws('/', host.id, extract(epoch FROM event.time), event.kind, event.subject))`,
    ...{ ...OF_HOST, what: 'event.kind', subject: 'event.subject', severity: NONE, author: NONE },
    conditions: (statement, { filter }) => [eventSql(statement, filter)],
  },
  alert: {
    ...{ from: FROM_ALERT, at: 'alert.fired_at', id: 'alert.id', until: 'alert.resolved_at', text: 'alert.sentence' },
    ...{ what: 'alert.rule_id', subject: 'alert.subject_key', severity: 'alert.severity', author: NONE },
    ...{ hostId: 'alert.host_uuid::text', hostName: `coalesce(host.name, alert.subject ->> 'hostName')` },
    conditions: (statement, { filter }) => ['alert.fired_at IS NOT NULL', ...alertFilterSql(statement, filter)],
  },
  pattern: {
    ...{ from: FROM_PATTERN, at: 'pattern.started_at', id: 'pattern.pattern_id::text', until: 'pattern.ended_at' },
    ...{ text: 'pattern.sentence', what: 'pattern.class', subject: PATTERN_ENTITY_ID, severity: NONE, author: NONE },
    ...OF_HOST,
    conditions: (statement, { filter }) => conditionsOfPatterns(statement, { ...ALL_PATTERNS, filter }),
  },
  annotation: {
    from: 'annotation LEFT JOIN host ON host.id = annotation.host_uuid',
    ...{ at: 'annotation.at', id: 'annotation.id::text', until: 'annotation.until', text: 'annotation.text' },
    ...{ what: NONE, subject: NONE, severity: NONE, author: 'annotation.author' },
    ...{ hostId: 'annotation.host_uuid::text', hostName: 'host.name' },
    conditions: (statement, { filter }) => [
      anyOf(['annotation.host_uuid IS NULL', hostFieldsSql(statement, filter)]),
      ...(filter.text ? [`strpos(lower(annotation.text), lower(${statement.place(filter.text, 'text')})) > 0`] : []),
    ],
  },
};

/** SQL of when entries of a kind happened. */
export function momentSql(kind: StoredEntryKind): string {
  return SOURCES[kind].at;
}

/** SQL of what tells entries of a kind and a moment apart; in the order of bytes, as here. */
export function idSql(kind: StoredEntryKind): string {
  return `(${SOURCES[kind].id}) COLLATE "C"`;
}

/** SQL of an entry for its mark. */
export function titleSql(kind: StoredEntryKind): string {
  return `json_build_object('id', ${SOURCES[kind].id}, 'text', ${SOURCES[kind].text})`;
}

/** SQL of what follows FROM: the entries of a kind that are asked for, with further conditions. */
export function entriesFrom(
  statement: Statement,
  kind: StoredEntryKind,
  asked: TimelineAsked,
  further: readonly string[] = [],
): string {
  const { from, at, conditions } = SOURCES[kind];
  const moment = (ms: number): string => statement.place(new Date(ms).toISOString(), 'timestamptz');
  const range = [
    ...(asked.fromMs === null ? [] : [`${at} >= ${moment(asked.fromMs)}`]),
    ...(asked.toMs === null ? [] : [`${at} < ${moment(asked.toMs)}`]),
  ];
  return `${from} WHERE ${allOf([...conditions(statement, asked), ...range, ...further])}`;
}

/** All kinds have them in this order: they are put below each other. */
const COLUMNS = ['id', 'at', 'until', 'text', 'what', 'subject', 'hostId', 'hostName', 'severity', 'author'] as const;

/** SQL of the columns of an entry, by their names. */
export function entryColumns(kind: StoredEntryKind): string {
  const named = COLUMNS.map((name) => `${SOURCES[kind][name]} AS "${name}"`);
  return [`'${kind}' AS kind`, ...named, 'NULL::json AS deploy'].join(', ');
}
