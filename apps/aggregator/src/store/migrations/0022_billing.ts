/**
 * What is counted for bills.
 *
 * `quota.given` = as it was written down, read anew by each version; `host_uuid` = the host that it is of, null where it may be of several.
 * `counts` = what its days are counted by: where it changes, they are counted anew. `quota_day` = what its subject counted on one of its
 * days, from its time of reset to the next by the clocks of its zone: of these its cycles are made, and they stay when the rows of their time are gone.
 * `counted_until` = as far as was counted by `counted_at`; `covered_ms` of `alive_ms` is known, over all hosts.
 * `quota_outlook` = what is expected of the rest of the cycle that began at `cycle_from`.
 */
export function billing(): string {
  return `
CREATE TABLE quota (
  id uuid PRIMARY KEY, name text NOT NULL, host_uuid uuid, given jsonb NOT NULL, counts text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX quota_name ON quota (lower(name));
CREATE TABLE quota_day (
  quota_id uuid NOT NULL REFERENCES quota ON DELETE CASCADE, counts text NOT NULL, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL,
  host_uuid uuid, received_bytes numeric NOT NULL, transmitted_bytes numeric NOT NULL, covered_ms bigint NOT NULL,
  alive_ms bigint NOT NULL, counted_until timestamptz NOT NULL, counted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (quota_id, from_at));
CREATE TABLE quota_outlook (
  quota_id uuid PRIMARY KEY REFERENCES quota ON DELETE CASCADE, host_uuid uuid, cycle_from timestamptz NOT NULL,
  outlook jsonb NOT NULL, made_at timestamptz NOT NULL DEFAULT now());`;
}
