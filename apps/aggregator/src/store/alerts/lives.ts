import type { ClientBase, Pool } from 'pg';
import { onConnection } from '../connection.js';
import { ALERT_COLUMNS, type AlertRow, INCIDENT_COLUMNS, type IncidentRow } from './alert-row.js';
import type { OutboxRow } from './outbox.js';

/** All that the owner of alerts goes on with. */
export interface Lives {
  /** Those that last, and those of these incidents that ended within a day; in the order in which they fired. */
  readonly alerts: readonly AlertRow[];
  /** Those that are open, or closed within a day. */
  readonly incidents: readonly IncidentRow[];
  /** Another one after each write; 0 where nothing was written yet. */
  readonly revision: number;
  readonly lifecycle: unknown;
  readonly notifier: unknown;
  /** When somebody looked last, ms since 1970; null where nobody did. */
  readonly lookedMs: number | null;
}

/** What a look changed. */
export interface LivesWrite {
  readonly alerts: readonly AlertRow[];
  /** Ids of suspicions that came to nothing. */
  readonly dropped: readonly string[];
  readonly incidents: readonly IncidentRow[];
  readonly messages: readonly OutboxRow[];
  /** Positions of requests that were done. */
  readonly requests: readonly number[];
  readonly lifecycle: unknown;
  readonly notifier: unknown;
}

/** Somebody else wrote in between, or what was thought to have failed did not: whoever gets this reads everything anew. */
export class NotTheOwner extends Error {}

/** A digest tells of what was over a day ago. */
const INCIDENTS = `
SELECT ${INCIDENT_COLUMNS} FROM incident WHERE resolved_at IS NULL OR resolved_at > now() - interval '26 hours' ORDER BY opened_at, id`;
const ALERTS = `
SELECT ${ALERT_COLUMNS} FROM alert
WHERE state <> 'resolved' OR (resolved_at > now() - interval '26 hours' AND incident_id = ANY ($1::text[]))
ORDER BY fired_at NULLS LAST, id`;

const moment = (field: string): string => `to_timestamp(${field} / 1000)`;

// Of hosts that were forgotten nothing is kept.
const WRITE_ALERTS = `
INSERT INTO alert (id, rule_id, level, subject_key, subject, host_uuid, severity, state, since, fired_at, resolved_at, resolution,
  acknowledged, value, text, sentence, expires_at, incident_id, silenced_by, inhibited_by)
SELECT id, "ruleId", level, "subjectKey", subject, "hostId", severity, state, ${moment('"sinceMs"')}, ${moment('"firedMs"')},
  ${moment('"resolvedMs"')}, resolution, acknowledged, value, text, sentence, ${moment('"expiresMs"')}, "incidentId", "silencedBy", "inhibitedBy"
FROM jsonb_to_recordset($1) AS given (id text, "ruleId" text, level text, "subjectKey" text, subject jsonb, "hostId" uuid,
  severity text, state text, "sinceMs" float8, "firedMs" float8, "resolvedMs" float8, resolution text, acknowledged jsonb,
  value float8, text text, sentence text, "expiresMs" float8, "incidentId" text, "silencedBy" text, "inhibitedBy" text)
WHERE "hostId" IS NULL OR EXISTS (SELECT FROM host WHERE host.id = "hostId")
ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state, fired_at = EXCLUDED.fired_at, resolved_at = EXCLUDED.resolved_at,
  resolution = EXCLUDED.resolution, acknowledged = EXCLUDED.acknowledged, value = EXCLUDED.value, text = EXCLUDED.text,
  sentence = EXCLUDED.sentence, expires_at = EXCLUDED.expires_at, incident_id = EXCLUDED.incident_id,
  silenced_by = EXCLUDED.silenced_by, inhibited_by = EXCLUDED.inhibited_by`;

const WRITE_INCIDENTS = `
INSERT INTO incident (id, group_key, opened_at, resolved_at, severity, rule_ids)
SELECT id, "groupKey", ${moment('"openedMs"')}, ${moment('"resolvedMs"')}, severity, "ruleIds"
FROM jsonb_to_recordset($1) AS given (id text, "groupKey" text, "openedMs" float8, "resolvedMs" float8, severity text, "ruleIds" text[])
WHERE EXISTS (SELECT FROM alert WHERE alert.incident_id = given.id)
ON CONFLICT (id) DO UPDATE SET resolved_at = EXCLUDED.resolved_at, severity = EXCLUDED.severity, rule_ids = EXCLUDED.rule_ids`;

const WRITE_MESSAGES = `
INSERT INTO outbox (id, channel, kind, message, incident_ids, threads, made_at, next_try_at)
SELECT id, channel, kind, message, "incidentIds", threads, ${moment('"madeMs"')}, now()
FROM jsonb_to_recordset($1) AS given (id text, channel text, kind text, message jsonb, "incidentIds" text[], threads text[], "madeMs" float8)
ON CONFLICT (id, channel) DO NOTHING`;

const FIRST_STATE = `
INSERT INTO alert_state (revision, lifecycle, notifier, looked_at) VALUES (1, $1, $2, now()) ON CONFLICT DO NOTHING`;
const NEXT_STATE = `
UPDATE alert_state SET revision = revision + 1, lifecycle = $1, notifier = $2 WHERE revision = $3`;

/** Reads what the owner of alerts goes on with. */
export async function readLives(pool: Pool): Promise<Lives> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: incidents } = await client.query<IncidentRow>(INCIDENTS);
    const { rows: alerts } = await client.query<AlertRow>(ALERTS, [incidents.map(({ id }) => id)]);
    const { rows: states } = await client.query<Omit<Lives, 'alerts' | 'incidents'>>(
      `SELECT revision::float8 AS revision, lifecycle, notifier, (extract(epoch FROM looked_at) * 1000)::float8 AS "lookedMs"
       FROM alert_state`,
    );
    await client.query('COMMIT');
    return { alerts, incidents, ...(states[0] ?? { revision: 0, lifecycle: null, notifier: null, lookedMs: null }) };
  });
}

/**
 * Writes what a look changed, with the messages that came of it, in one transaction; answers the revision that it makes of `revision`.
 * Where that is not the newest one, nothing is written.
 */
export async function writeLives(pool: Pool, revision: number, write: LivesWrite): Promise<number> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN');
    await writeState(client, revision, write);
    await writeAll(client, WRITE_ALERTS, write.alerts);
    await deleteAll(client, 'alert', 'id', 'text', write.dropped);
    await writeAll(client, WRITE_INCIDENTS, write.incidents);
    await writeAll(client, WRITE_MESSAGES, write.messages);
    await deleteAll(client, 'alert_request', 'position', 'bigint', write.requests);
    await client.query('COMMIT');
    return revision + 1;
  });
}

async function writeState(client: ClientBase, revision: number, { lifecycle, notifier }: LivesWrite): Promise<void> {
  const state = [JSON.stringify(lifecycle), JSON.stringify(notifier)];
  const { rowCount } =
    revision === 0 ? await client.query(FIRST_STATE, state) : await client.query(NEXT_STATE, [...state, revision]);
  if (rowCount !== 1) throw new NotTheOwner('the alerts were written by somebody else: reading them anew');
}

async function writeAll(client: ClientBase, sql: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await client.query(sql, [JSON.stringify(rows)]);
}

async function deleteAll(
  client: ClientBase,
  table: string,
  column: string,
  type: string,
  keys: readonly unknown[],
): Promise<void> {
  if (keys.length > 0) await client.query(`DELETE FROM ${table} WHERE ${column} = ANY ($1::${type}[])`, [keys]);
}
