import type { Decoded } from '@weir/model';
import type { ClientBase } from 'pg';
import type { Filter } from '../filter.js';
import { containerSql, hostSql } from '../filter.sql.js';
import { allOf, Statement } from '../sql.js';

/** One row more than may be answered tells that there are too many. */
export async function passing<Row extends object>(
  client: ClientBase,
  most: number,
  select: (statement: Statement) => string,
): Promise<Decoded<Row[]>> {
  const statement = new Statement();
  const sql = `${select(statement)} LIMIT ${statement.place(most + 1, 'int')}`;
  const { rows } = await client.query<Row>(sql, statement.values);
  if (rows.length <= most) return { ok: true, value: rows };
  const reason = `lets more than ${most} pass: narrow it, or ask for fewer points`;
  return { ok: false, refusal: { field: 'filter', reason } };
}

/** SQL: columns of the hosts that pass a filter, by name. */
export function hostsPassing(statement: Statement, columns: string, filter: Filter): string {
  return `SELECT ${columns} FROM host WHERE ${hostSql(statement, filter)} ORDER BY host.name, host.host_id`;
}

/** SQL: columns of the containers that pass a filter, by host. */
export function containersPassing(statement: Statement, columns: string, filter: Filter): string {
  const there = filter.includeGone ? 'true' : 'container.gone_at IS NULL';
  return `SELECT ${columns} FROM container JOIN host USING (host_id)
    WHERE ${allOf([containerSql(statement, filter), there])} ORDER BY host.name, container.host_id, container.name, container.id`;
}
