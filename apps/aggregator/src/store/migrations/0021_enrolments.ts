/**
 * Hosts that may send, and what lets others join.
 *
 * `join_token.secret_hash` = SHA-256 of what is shown once. `enrolment` = by host the key that it is known by now; `admitted_by` = the join
 * token's id, or the service account that stood for one; `signed_at` = the newest time that the host signed, so that nothing signed is taken
 * twice. `revoked_key` = keys that are never let in again, from `due_at` on (a replaced one a little later than its successor);
 * `taken_back_at` = when its credentials were taken back.
 */
export function enrolments(): string {
  return `
CREATE TABLE join_token (
  id uuid PRIMARY KEY, secret_hash bytea NOT NULL UNIQUE, labels jsonb NOT NULL, uses_left int NOT NULL CHECK (uses_left >= 0),
  created_at timestamptz NOT NULL DEFAULT now(), created_by text NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz);
CREATE TABLE enrolment (
  host_uuid uuid PRIMARY KEY, public_key text NOT NULL UNIQUE, host_name text NOT NULL, labels jsonb NOT NULL,
  admitted_by text NOT NULL, enrolled_by text NOT NULL, enrolled_at timestamptz NOT NULL, renewed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL, signed_at timestamptz NOT NULL, revoked_at timestamptz);
CREATE TABLE revoked_key (
  public_key text PRIMARY KEY, host_uuid uuid NOT NULL, due_at timestamptz NOT NULL, taken_back_at timestamptz);
CREATE INDEX revoked_key_due ON revoked_key (due_at) WHERE taken_back_at IS NULL;`;
}
