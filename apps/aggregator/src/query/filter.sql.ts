import type { Filter } from './filter.js';
import { ofContainer, ofEvent, ofHost, ofInterface, ofNetwork } from './filter-around.sql.js';
import { hostFields } from './filter-fields.sql.js';
import { partsOf } from './filter-parts.js';
import { textSql } from './filter-text.sql.js';
import { allOf, type Statement } from './sql.js';

/*
 * What a filter means for each kind of thing. A thing matches by its own fields, by its host's, and by those of what it has to
 * do with: an interface by its network and one container of its namespace; a container or a network by one of its interfaces;
 * a host by one of its containers or interfaces. `ne` and `notIn` leave out all that would match by one of their values.
 * Whether what is gone is listed is for the list to say.
 */

/** SQL over `series` and `host`: which interfaces. */
export function filterSql(statement: Statement, filter: Filter): string {
  return sqlOf(filter, (wanted) => [
    ...hostFields(statement, wanted),
    ...ofInterface(statement, wanted),
    ...textOf(statement, wanted, 'interface'),
  ]);
}

/** SQL over `container` and `host`: which containers. */
export function containerSql(statement: Statement, filter: Filter): string {
  return sqlOf(filter, (wanted) => [
    ...hostFields(statement, wanted),
    ...ofContainer(statement, wanted),
    ...textOf(statement, wanted, 'container'),
  ]);
}

/** SQL over `network` and `host`: which networks. */
export function networkSql(statement: Statement, filter: Filter): string {
  return sqlOf(filter, (wanted) => [
    ...hostFields(statement, wanted),
    ...ofNetwork(statement, wanted),
    ...textOf(statement, wanted, 'network'),
  ]);
}

/** SQL over `host`: which hosts. */
export function hostSql(statement: Statement, filter: Filter): string {
  return sqlOf(filter, (wanted) => [
    ...hostFields(statement, wanted),
    ...ofHost(statement, wanted),
    ...textOf(statement, wanted, 'host'),
  ]);
}

/** SQL over `host`: what is asked of hosts alone, whatever is on them. */
export function hostFieldsSql(statement: Statement, filter: Filter): string {
  return sqlOf(filter, (wanted) => hostFields(statement, wanted));
}

/** SQL over `event` and `host`: which changes. What they tell of may be gone by now. */
export function eventSql(statement: Statement, filter: Filter): string {
  return sqlOf({ ...filter, includeGone: true }, (wanted) => [
    ...hostFields(statement, wanted),
    ...ofEvent(statement, wanted),
    ...textOf(statement, wanted, 'event'),
  ]);
}

function sqlOf(filter: Filter, conditionsOf: (wanted: Filter) => string[]): string {
  const { wanted, unwanted } = partsOf(filter);
  const without = unwanted.map(conditionsOf).filter((conditions) => conditions.length > 0);
  return allOf([...conditionsOf(wanted), ...without.map((conditions) => `(${allOf(conditions)}) IS NOT TRUE`)]);
}

function textOf(statement: Statement, { text }: Filter, listed: Parameters<typeof textSql>[1]): string[] {
  return text == null || text === '' ? [] : [textSql(statement, listed, text)];
}
