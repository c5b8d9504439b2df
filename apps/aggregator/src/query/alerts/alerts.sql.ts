import { asksBelowHosts } from '../asks-below-hosts.js';
import type { Filter } from '../filter.js';
import { containerSql, filterSql, hostFieldsSql, hostSql, networkSql } from '../filter.sql.js';
import { allOf, anyOf, type Statement } from '../sql.js';
import { STABLE_NAMES } from '../stable-names.sql.js';
import type { AlertsAsked } from './alert.js';

/** All alerts, with what conditions and columns of them are of. */
export const FROM_ALERT = 'alert LEFT JOIN host ON host.id = alert.host_uuid';

/** SQL over `alert` and `host`: those that are asked for. */
export function conditionsOfAlerts(statement: Statement, asked: AlertsAsked): string[] {
  const { states, severities, rules, host, text, incident } = asked;
  const list = (values: readonly string[]): string => `ANY (${statement.place(values, 'text[]')})`;
  return [
    ...(isOfFired(asked) ? ['alert.fired_at IS NOT NULL'] : []),
    ...alertFilterSql(statement, asked.filter),
    ...lastingSql(statement, asked),
    ...(states === null ? [] : [`alert.state = ${list(states)}`]),
    ...(severities === null ? [] : [`alert.severity = ${list(severities)}`]),
    ...(rules === null ? [] : [`alert.rule_id = ${list(rules)}`]),
    // Ids are compared as text: what is no id is that of no host.
    ...(host === null ? [] : [`host.id::text = ${statement.place(host, 'text')}`]),
    ...(incident === null ? [] : [`alert.incident_id = ${statement.place(incident, 'text')}`]),
    ...(text === null || text === '' ? [] : [saysSql(statement, text)]),
  ];
}

/** Whether none of what is asked for is only a suspicion. */
export function isOfFired({ states }: Pick<AlertsAsked, 'states'>): boolean {
  return states === null || !states.includes('pending');
}

/** SQL over `alert` and `host`: alerts of what passes a filter, whether that is still there or not. */
export function alertFilterSql(statement: Statement, filter: Filter): string[] {
  const asked = { ...filter, includeGone: true };
  if (!asksBelowHosts(filter) && !filter.text) {
    const ofHosts = hostFieldsSql(statement, asked);
    return ofHosts === 'true' ? [] : [ofHosts];
  }
  const containers = `FROM container JOIN host USING (host_id) WHERE ${containerSql(statement, asked)}`;
  const found: Readonly<Record<string, string>> = {
    interface: `SELECT series.net_id FROM series JOIN host USING (host_id) WHERE ${filterSql(statement, asked)}`,
    container: `SELECT container.id ${containers}`,
    network: `SELECT host.id::text || '/' || network.id FROM network JOIN host USING (host_id) WHERE ${networkSql(statement, asked)}`,
    service: `SELECT ${STABLE_NAMES.service} ${containers}`,
    stack: `SELECT ${STABLE_NAMES.stack} ${containers}`,
    workload: `SELECT ${STABLE_NAMES.workload} ${containers}`,
    host: `SELECT host.id::text FROM host WHERE ${hostSql(statement, asked)}`,
  };
  return [
    anyOf(Object.entries(found).map(([level, keys]) => `alert.level = '${level}' AND alert.subject_key IN (${keys})`)),
  ];
}

/** SQL over `alert`: what it says, or what it is of, holds a text; case does not matter. */
function saysSql(statement: Statement, text: string): string {
  const sought = statement.place(text, 'text');
  const said = ['alert.sentence', 'alert.rule_id', `alert.subject ->> 'name'`, `alert.subject ->> 'hostName'`];
  return anyOf(said.map((each) => `strpos(lower(${each}), lower(${sought})) > 0`));
}

function lastingSql(statement: Statement, { fromMs, toMs }: Pick<AlertsAsked, 'fromMs' | 'toMs'>): string[] {
  const moment = (ms: number): string => statement.place(new Date(ms).toISOString(), 'timestamptz');
  return [
    ...(fromMs === null ? [] : [`(alert.resolved_at IS NULL OR alert.resolved_at > ${moment(fromMs)})`]),
    ...(toMs === null ? [] : [`coalesce(alert.fired_at, alert.since) < ${moment(toMs)}`]),
  ];
}

/** SQL over `incident`: those one of whose alerts is asked for. */
export function withAlertsSql(statement: Statement, asked: AlertsAsked): string {
  return `incident.id IN (SELECT alert.incident_id FROM ${FROM_ALERT} WHERE ${allOf([
    'alert.incident_id IS NOT NULL',
    ...conditionsOfAlerts(statement, asked),
  ])})`;
}
