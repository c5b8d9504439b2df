import type { ClientBase, Pool } from 'pg';
import { onConnection } from '../connection.js';
import { deleteOld, MOMENT } from '../delete.js';

const DAY_MS = 24 * 3_600_000;
const KEPT_MS = 400 * DAY_MS;
const MESSAGES_KEPT_MS = 30 * DAY_MS;
/** What waits so long, for a channel that is switched off or does not work, nobody needs any more. */
const GIVES_UP_MS = DAY_MS;

const GIVE_UP = `
UPDATE outbox SET given_up_at = now(), failed_reason = coalesce(failed_reason, 'the channel was switched off for a day')
WHERE sent_at IS NULL AND given_up_at IS NULL AND made_at < ${MOMENT} AND (leased_until IS NULL OR leased_until < now())`;

/** Forgets alerts, incidents and silences that were over 400 days ago, annotations as old, and messages after 30 days. */
export async function forgetAlerts(pool: Pool, nowMs: number): Promise<void> {
  await onConnection(pool, async (client) => {
    await client.query(GIVE_UP, [nowMs - GIVES_UP_MS]);
    await deleteOld(client, 'outbox', `made_at < ${MOMENT}`, nowMs - MESSAGES_KEPT_MS);
    for (const [table, column] of OVER) await deleteOld(client, table, `${column} < ${MOMENT}`, nowMs - KEPT_MS);
  });
}

const OVER = [
  ['alert', 'resolved_at'],
  ['incident', 'resolved_at'],
  ['silence', 'until_at'],
  ['annotation', 'at'],
] as const;

/** Deletes what was told and written of a host; `hostId` = its number. */
export async function forgetAlertsOfHost(client: ClientBase, hostId: number): Promise<void> {
  const isOfHost = 'host_uuid = (SELECT id FROM host WHERE host.host_id = $1)';
  await client.query(`DELETE FROM annotation WHERE ${isOfHost}`, [hostId]);
  await client.query(
    `WITH gone AS (DELETE FROM alert WHERE ${isOfHost} RETURNING incident_id)
     DELETE FROM incident WHERE id IN (SELECT incident_id FROM gone)
       AND NOT EXISTS (
         SELECT FROM alert WHERE alert.incident_id = incident.id AND (alert.host_uuid IS NULL OR NOT alert.${isOfHost}))`,
    [hostId],
  );
}
