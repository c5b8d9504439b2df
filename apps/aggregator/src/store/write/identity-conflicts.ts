import type { TrafficMessage } from '@weir/model';
import type { ClientBase } from 'pg';

/** What the timeline calls it when two agents report as one host. */
export const IDENTITY_CONFLICT = 'host.identity-conflict';

/** A life of an agent that goes on for longer than this after a later one began is another machine's. */
const TOLERANCE = "interval '10 s'";

const TEXT = `'Two agents report as this host at once: it was cloned together with its state folder. Nothing is lost, but '
  || 'their traffic is added up. Remove host-id from the state folder of one of them and restart its agent.'`;

/**
 * Notes hosts of which two agents are alive at once. One agent's lives follow each other, and so do boots; an older life
 * that still counts after a later one began is a clone's. It is told once for each two boots.
 */
export async function writeIdentityConflicts(client: ClientBase, messages: readonly TrafficMessage[]): Promise<void> {
  const newest = new Map<string, number>();
  for (const { run, at } of messages) newest.set(run, Math.max(at, newest.get(run) ?? at));
  if (newest.size === 0) return;
  await client.query(
    `INSERT INTO event (host_id, time, kind, subject, before, after, text)
     SELECT DISTINCT ON (host_id, older.boot, newer.boot)
       host_id, newer.first_at, '${IDENTITY_CONFLICT}', host.id::text, older.boot, newer.boot, ${TEXT}
     FROM unnest($1::text[], $2::float8[]) AS stored (run, ms)
     JOIN run AS older ON older.run = stored.run
     JOIN run AS newer USING (host_id)
     JOIN host USING (host_id)
     WHERE newer.run <> older.run AND newer.first_at >= older.first_at
       AND to_timestamp(stored.ms / 1000) > newer.first_at + ${TOLERANCE}
       AND NOT EXISTS (
         SELECT FROM event WHERE event.host_id = host.host_id AND event.kind = '${IDENTITY_CONFLICT}'
           AND event.before = older.boot AND event.after = newer.boot)
     ORDER BY host_id, older.boot, newer.boot, newer.first_at
     ON CONFLICT DO NOTHING`,
    [[...newest.keys()], [...newest.values()]],
  );
}
