import type { EventMessage } from '@weir/model';
import type { Pool } from 'pg';
import type { Filter } from './filter.js';
import { eventSql } from './filter.sql.js';
import { Statement } from './sql.js';

/** Those of the changes that pass a filter, whether they are stored already or not. */
export async function passingEvents(
  pool: Pool,
  filter: Filter,
  events: readonly EventMessage[],
): Promise<ReadonlySet<EventMessage>> {
  const statement = new Statement();
  const columns = (['host', 'kind', 'subject', 'before', 'after', 'text'] as const).map((name) =>
    statement.place(
      events.map((event) => event[name]),
      'text[]',
    ),
  );
  const sql = `
SELECT event.place::int AS place FROM (
  SELECT host.host_id, told.kind, told.subject, told.before, told.after, told.text, told.place
  FROM unnest(${columns.join(', ')}) WITH ORDINALITY AS told (host, kind, subject, before, after, text, place)
  JOIN host ON host.id::text = told.host) AS event
JOIN host USING (host_id) WHERE ${eventSql(statement, filter)}`;
  const { rows } = await pool.query<{ place: number }>(sql, statement.values);
  return new Set(rows.flatMap(({ place }) => events[place - 1] ?? []));
}
