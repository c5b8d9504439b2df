import type { Filter } from './filter.js';
import {
  asksContainer,
  asksInterface,
  asksNetwork,
  containerFields,
  interfaceFields,
  networkFields,
} from './filter-fields.sql.js';
import { allOf, type Statement } from './sql.js';

/*
 * What is asked of a thing and of what is around it on its host. Subqueries that do not depend on the row are answered once
 * and looked up by hash, whatever the number of rows; that a column is not null is said first, since rows that hold a null
 * would else be compared with all that was found, one by one.
 */

/** SQL over `series`: an interface by its own fields, its network, and one container of its namespace. */
export function ofInterface(statement: Statement, wanted: Filter): string[] {
  return [
    ...interfaceFields(statement, wanted),
    ...networkFields(statement, wanted).map(onNetwork),
    ...(asksContainer(wanted) ? [inContainer(allOf(containerFields(statement, wanted)))] : []),
  ];
}

/** SQL over `container`: a container by its own fields and one of its interfaces. */
export function ofContainer(statement: Statement, wanted: Filter): string[] {
  const fields = containerFields(statement, wanted);
  if (!asksInterface(wanted) && !asksNetwork(wanted)) return fields;
  const { includeGone, classes, uplink, linkStates, addresses, network } = wanted;
  const asked = { includeGone, classes, uplink, linkStates, addresses, network, interface: wanted.interface };
  const within = `(container.host_id, container.namespace) IN (SELECT series.host_id, series.namespace FROM series
    WHERE series.namespace IS NOT NULL AND ${present('series', wanted, ofInterface(statement, asked))})`;
  return [...fields, `container.namespace IS NOT NULL AND ${within}`];
}

/** SQL over `network`: a network by its own fields and one of the interfaces on it. */
export function ofNetwork(statement: Statement, wanted: Filter): string[] {
  const fields = networkFields(statement, wanted);
  if (!asksInterface(wanted) && !asksContainer(wanted)) return fields;
  const asked = { ...wanted, network: null };
  const within = `(network.host_id, network.id) IN (SELECT series.host_id, series.network_id FROM series
    WHERE series.network_id IS NOT NULL AND ${present('series', wanted, ofInterface(statement, asked))})`;
  return [...fields, within];
}

/** SQL over `host`: a host by one of its containers, interfaces or networks, whichever is asked for, in this order. */
export function ofHost(statement: Statement, wanted: Filter): string[] {
  const has = (table: Goable, conditions: readonly string[]): string[] => [
    `host.host_id IN (SELECT ${table}.host_id FROM ${table} WHERE ${present(table, wanted, conditions)})`,
  ];
  if (asksContainer(wanted)) return has('container', ofContainer(statement, wanted));
  if (asksInterface(wanted)) return has('series', ofInterface(statement, wanted));
  if (asksNetwork(wanted)) return has('network', ofNetwork(statement, wanted));
  return [];
}

/** SQL over `event`: a change by the interface, container or network that it tells of. */
export function ofEvent(statement: Statement, wanted: Filter): string[] {
  if (!asksContainer(wanted) && !asksInterface(wanted) && !asksNetwork(wanted)) return [];
  const subjects = [
    `SELECT series.host_id, series.key FROM series WHERE ${allOf(ofInterface(statement, wanted))}`,
    `SELECT container.host_id, container.id FROM container WHERE ${allOf(ofContainer(statement, wanted))}`,
    `SELECT network.host_id, network.id FROM network WHERE ${allOf(ofNetwork(statement, wanted))}`,
  ];
  return [`(event.host_id, event.subject) IN (${subjects.join(' UNION ALL ')})`];
}

/** SQL over `series`: it is on a network that fulfils the condition. */
export function onNetwork(condition: string): string {
  return `series.network_id IS NOT NULL AND (series.host_id, series.network_id) IN (
    SELECT network.host_id, network.id FROM network WHERE ${condition})`;
}

/** SQL over `series`: one container of its namespace fulfils the condition. */
export function inContainer(condition: string): string {
  return `series.namespace IS NOT NULL AND (series.host_id, series.namespace) IN (
    SELECT container.host_id, container.namespace FROM container WHERE container.namespace IS NOT NULL AND (${condition}))`;
}

type Goable = 'container' | 'network' | 'series';

/** What is gone speaks for nothing that is there, unless it is asked for. */
function present(table: Goable, { includeGone }: Filter, conditions: readonly string[]): string {
  return allOf([...conditions, ...(includeGone ? [] : [`${table}.gone_at IS NULL`])]);
}
