/** An alert, as it is stored. Times are ms since 1970. */
export interface AlertRow {
  readonly id: string;
  readonly ruleId: string;
  readonly level: string;
  readonly subjectKey: string;
  /** What it is of, as the lives of alerts know it. */
  readonly subject: unknown;
  /** Id of the host; null where it is of none. */
  readonly hostId: string | null;
  readonly severity: string;
  readonly state: string;
  readonly sinceMs: number;
  readonly firedMs: number | null;
  readonly resolvedMs: number | null;
  readonly resolution: string | null;
  readonly acknowledged: { readonly by: string; readonly atMs: number; readonly note: string } | null;
  /** The worst that its figure was. */
  readonly value: number | null;
  /** What was told, for changes and patterns. */
  readonly text: string | null;
  /** What is wrong, in words. */
  readonly sentence: string;
  readonly expiresMs: number | null;
  readonly incidentId: string | null;
  readonly silencedBy: string | null;
  readonly inhibitedBy: string | null;
}

/** Alerts of which people are told as one. */
export interface IncidentRow {
  readonly id: string;
  readonly groupKey: string;
  readonly openedMs: number;
  readonly resolvedMs: number | null;
  readonly severity: string;
  readonly ruleIds: readonly string[];
}

/** The columns of an alert by the names of {@link AlertRow}. */
export const ALERT_COLUMNS = `
alert.id, alert.rule_id AS "ruleId", alert.level, alert.subject_key AS "subjectKey", alert.subject, alert.host_uuid::text AS "hostId",
alert.severity, alert.state, (extract(epoch FROM alert.since) * 1000)::float8 AS "sinceMs",
(extract(epoch FROM alert.fired_at) * 1000)::float8 AS "firedMs", (extract(epoch FROM alert.resolved_at) * 1000)::float8 AS "resolvedMs",
alert.resolution, alert.acknowledged, alert.value, alert.text, alert.sentence,
(extract(epoch FROM alert.expires_at) * 1000)::float8 AS "expiresMs", alert.incident_id AS "incidentId",
alert.silenced_by AS "silencedBy", alert.inhibited_by AS "inhibitedBy"`;

/** The columns of an incident by the names of {@link IncidentRow}. */
export const INCIDENT_COLUMNS = `
incident.id, incident.group_key AS "groupKey", (extract(epoch FROM incident.opened_at) * 1000)::float8 AS "openedMs",
(extract(epoch FROM incident.resolved_at) * 1000)::float8 AS "resolvedMs", incident.severity, incident.rule_ids AS "ruleIds"`;
