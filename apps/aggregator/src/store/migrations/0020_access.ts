/**
 * Who may do what, and what was done.
 *
 * `account.password_hash` = argon2id, or null of who signs in by OpenID Connect, whose `oidc_issuer` and `oidc_subject` are its identity.
 * `session` and `api_token` hold no secret but its SHA-256. A token without an account was made by who was signed in locally.
 * `scope` = HostScope; null = all hosts. `sign_in_attempt` = failures by name and by address, as hashes of what was given: what is typed
 * there may be a password. `audit.actor` = a name as it was then, which outlives its account.
 */
export function access(): string {
  return `
CREATE TABLE account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, role text NOT NULL, scope jsonb,
  is_disabled boolean NOT NULL DEFAULT false, password_hash text, oidc_issuer text, oidc_subject text,
  created_at timestamptz NOT NULL DEFAULT now(), last_seen_at timestamptz, UNIQUE (oidc_issuer, oidc_subject));
CREATE UNIQUE INDEX account_name ON account (lower(name));
CREATE TABLE session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now(), last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL, address text NOT NULL, browser text NOT NULL);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE api_token (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid REFERENCES account ON DELETE CASCADE, name text NOT NULL,
  secret_hash bytea NOT NULL UNIQUE, role text NOT NULL, scope jsonb, created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL, last_used_at timestamptz);
CREATE INDEX api_token_account ON api_token (account_id);
CREATE TABLE set_up_link (secret_hash bytea PRIMARY KEY, expires_at timestamptz NOT NULL);
CREATE TABLE sign_in_attempt (
  key bytea PRIMARY KEY, failures int NOT NULL, last_at timestamptz NOT NULL, blocked_until timestamptz NOT NULL);
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL,
  actor_kind text NOT NULL, address text NOT NULL, action text NOT NULL, subject text, outcome text NOT NULL, detail jsonb);
CREATE INDEX audit_at ON audit (at, id);`;
}
