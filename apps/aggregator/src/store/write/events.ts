import type { EventMessage } from '@weir/model';
import type { ClientBase } from 'pg';

/** Adds events to the timeline; one that is delivered twice is one. */
export async function writeEvents(
  client: ClientBase,
  messages: readonly EventMessage[],
  hostIdOf: (hostUuid: string) => number,
): Promise<void> {
  if (messages.length === 0) return;
  await client.query(
    `INSERT INTO event (host_id, time, kind, subject, before, after, text)
     SELECT host_id, to_timestamp(ms / 1000), kind, subject, before, after, text
     FROM unnest($1::int[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS entry (host_id, ms, kind, subject, before, after, text)
     ON CONFLICT DO NOTHING`,
    [
      messages.map(({ host }) => hostIdOf(host)),
      messages.map(({ at }) => at),
      messages.map(({ kind }) => kind),
      messages.map(({ subject }) => subject),
      messages.map(({ before }) => before),
      messages.map(({ after }) => after),
      messages.map(({ text }) => text),
    ],
  );
}
