import type { ClientBase } from 'pg';

/** A message to a channel that is of no alert. */
export interface Notice {
  /** The same however often it is written: it is sent once. */
  readonly id: string;
  /** Name of the channel. */
  readonly channel: string;
  readonly message: unknown;
}

// One that is switched on, or made again, later is told nothing of what came before: it is given up for good, and says why.
const INSERT = `
INSERT INTO outbox (id, channel, kind, message, incident_ids, threads, made_at, next_try_at, given_up_at, failed_reason)
SELECT given.id, given.channel, 'report', given.message, '{}', '{}', now(), now(),
  CASE WHEN channel.is_enabled IS NOT TRUE THEN now() END,
  CASE WHEN channel.name IS NULL THEN 'there is no channel of this name any more'
       WHEN NOT channel.is_enabled THEN 'the channel was switched off' END
FROM jsonb_to_recordset($1) AS given (id text, channel text, message jsonb) LEFT JOIN channel ON channel.name = given.channel
ON CONFLICT (id, channel) DO NOTHING`;

/** Writes messages into the outbox, from where whoever sends takes them. */
export async function insertNotices(client: ClientBase, notices: readonly Notice[]): Promise<void> {
  if (notices.length > 0) await client.query(INSERT, [JSON.stringify(notices)]);
}
