/**
 * What the analysis found, learnt and was told.
 *
 * `pattern` = one event, on the lowest entity that explains it. `entity_key` is the id of the interface (`series.net_id`), of the
 * container or network (beside `host_id`), or of the host; `series_id` = the interface whose figures it rests on, and `finding` its
 * number there. Strength 0 = it was told and taken back. `seen_on` = where else it showed: `[{kind, key, name, class, strength}]`.
 * `is_counted` = it is one of the `times` that patterns of its class on its entity were called not useful.
 * `baseline` = what is usual for a series, to go on from after a restart. `analysis` = how the owner of each partition keeps up.
 */
export function patterns(): string {
  return `
CREATE TABLE pattern (
  pattern_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, host_id int NOT NULL REFERENCES host ON DELETE CASCADE,
  series_id int REFERENCES series ON DELETE SET NULL, finding int NOT NULL,
  entity_kind text NOT NULL, entity_key text NOT NULL, entity_name text NOT NULL,
  class text NOT NULL, category text NOT NULL, started_at timestamptz NOT NULL, ended_at timestamptz,
  last_seen_at timestamptz NOT NULL, strength real NOT NULL, evidence jsonb NOT NULL, sentence text NOT NULL,
  seen_on jsonb NOT NULL DEFAULT '[]', repeats int NOT NULL DEFAULT 0, dismissed text, is_counted boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX pattern_open ON pattern (host_id, entity_kind, entity_key, class) WHERE ended_at IS NULL;
CREATE INDEX pattern_started ON pattern (started_at, pattern_id);
CREATE INDEX pattern_last_seen ON pattern (last_seen_at);
CREATE INDEX pattern_entity ON pattern (host_id, entity_kind, entity_key, started_at);
CREATE INDEX pattern_series ON pattern (series_id);
CREATE TABLE pattern_feedback (
  host_id int NOT NULL REFERENCES host ON DELETE CASCADE, entity_kind text NOT NULL, entity_key text NOT NULL,
  class text NOT NULL, verdict text NOT NULL, times int NOT NULL, until timestamptz,
  PRIMARY KEY (host_id, entity_kind, entity_key, class, verdict));
CREATE TABLE baseline (
  series_id int PRIMARY KEY REFERENCES series ON DELETE CASCADE, at timestamptz NOT NULL, version int NOT NULL,
  state bytea NOT NULL);
CREATE TABLE analysis (
  partition int PRIMARY KEY, at timestamptz NOT NULL, lag_ms double precision NOT NULL, series int NOT NULL,
  thinned int NOT NULL, thinned_since timestamptz);`;
}
