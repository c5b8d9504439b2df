/**
 * What is watched, whom it is told to, what came of it, and what people wrote beside it.
 *
 * `default_rule` = which of the rules that weir begins with were written once.
 * `alert_rule.rule`, `silence.given`, `maintenance.given` = as they are written down, read anew by each version. `channel.settings` holds
 * no secret; `sealed` = the secret ones by name. `alert_state` = what the lives of alerts rest on besides their rows, and what is on its way to channels:
 * one row, in one transaction with the rows that came of it; and how its owner keeps up. `alert_request` = what the owner of alerts is asked to do.
 * `outbox` = each message to each channel, told once; it is the log of deliveries too. `position` = the order in which they were made.
 * `host_uuid` = `host.id`, which outlives the row.
 */
export function alerts(): string {
  return `
CREATE TABLE alert_rule (
  id text PRIMARY KEY, rule jsonb NOT NULL, position int NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE default_rule (id text PRIMARY KEY);
CREATE TABLE channel (
  name text PRIMARY KEY, kind text NOT NULL, settings jsonb NOT NULL, sealed jsonb NOT NULL DEFAULT '{}',
  takes_all boolean NOT NULL DEFAULT true, is_enabled boolean NOT NULL DEFAULT true, pace jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE silence (
  id uuid PRIMARY KEY, given jsonb NOT NULL, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX silence_until ON silence (until_at);
CREATE TABLE maintenance (id uuid PRIMARY KEY, given jsonb NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE incident (
  id text PRIMARY KEY, group_key text NOT NULL, opened_at timestamptz NOT NULL, resolved_at timestamptz,
  severity text NOT NULL, rule_ids text[] NOT NULL);
CREATE INDEX incident_opened ON incident (opened_at, id);
CREATE INDEX incident_open ON incident (opened_at, id) WHERE resolved_at IS NULL;
CREATE TABLE alert (
  id text PRIMARY KEY, rule_id text NOT NULL, level text NOT NULL, subject_key text NOT NULL, subject jsonb NOT NULL,
  host_uuid uuid, severity text NOT NULL, state text NOT NULL, since timestamptz NOT NULL, fired_at timestamptz,
  resolved_at timestamptz, resolution text, acknowledged jsonb, value double precision, text text, sentence text NOT NULL,
  expires_at timestamptz, incident_id text, silenced_by text, inhibited_by text);
CREATE INDEX alert_lasting ON alert (state) WHERE state <> 'resolved';
CREATE INDEX alert_fired ON alert (fired_at, id);
CREATE INDEX alert_resolved ON alert (resolved_at);
CREATE INDEX alert_host ON alert (host_uuid, fired_at);
CREATE INDEX alert_rule_fired ON alert (rule_id, fired_at);
CREATE INDEX alert_incident ON alert (incident_id);
CREATE TABLE alert_state (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), revision bigint NOT NULL, lifecycle jsonb NOT NULL,
  notifier jsonb NOT NULL, looked_at timestamptz NOT NULL, rules int NOT NULL DEFAULT 0, watched int NOT NULL DEFAULT 0,
  paused_since timestamptz);
CREATE TABLE alert_request (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, asked_at timestamptz NOT NULL DEFAULT now(),
  alert_ids text[] NOT NULL, acknowledged_by text NOT NULL, note text NOT NULL);
CREATE TABLE outbox (
  id text NOT NULL, channel text NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY, kind text NOT NULL,
  message jsonb NOT NULL, incident_ids text[] NOT NULL, threads text[] NOT NULL, made_at timestamptz NOT NULL,
  tries int NOT NULL DEFAULT 0, next_try_at timestamptz NOT NULL, leased_until timestamptz, leased_by uuid,
  tried_at timestamptz, sent_at timestamptz, answer text, failed_field text, failed_reason text, given_up_at timestamptz,
  PRIMARY KEY (id, channel));
CREATE INDEX outbox_waiting ON outbox (channel, position) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_made ON outbox (made_at, position);
CREATE INDEX outbox_incidents ON outbox USING gin (incident_ids);
CREATE TABLE annotation (
  id uuid PRIMARY KEY, at timestamptz NOT NULL, until timestamptz, host_uuid uuid, text text NOT NULL, author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX annotation_at ON annotation (at, id);
CREATE INDEX annotation_host ON annotation (host_uuid, at);`;
}
