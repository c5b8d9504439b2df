/**
 * Reports that people save, and what is made in the background: reports, and exports that take long.
 *
 * `report.definition`, `report.schedule`, `job.asked` = as they are given, read anew by each version. `account_id` = of whom it is; null = of
 * who was signed in locally. `token_id` = the token that it was asked for by, which it does not outlive. `scope` = the hosts that were seen by
 * then, `scope_key` the text by which scopes are compared. `report.next_at` = when it is due; null = only when somebody asks.
 * `job.due_at` = for when it was made of a schedule: of several processes one makes it. `tries` counts those that began, whatever ended them.
 * `job_chunk` = a file in pieces, so that no process holds more than one of them. They are not packed: a file is as large as it says.
 */
export function reports(): string {
  return `
CREATE TABLE report (
  id uuid PRIMARY KEY, name text NOT NULL, definition jsonb NOT NULL, schedule jsonb NOT NULL, is_enabled boolean NOT NULL,
  account_id uuid, token_id uuid, scope jsonb, scope_key text NOT NULL, made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), next_at timestamptz);
CREATE INDEX report_next ON report (next_at) WHERE is_enabled;
CREATE TABLE job (
  id uuid PRIMARY KEY, kind text NOT NULL, title text NOT NULL, asked jsonb NOT NULL, account_id uuid, token_id uuid,
  scope jsonb, scope_key text NOT NULL, made_by text NOT NULL, report_id uuid, due_at timestamptz,
  state text NOT NULL DEFAULT 'queued', progress double precision, step text, made_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz, finished_at timestamptz, tries int NOT NULL DEFAULT 0, next_try_at timestamptz NOT NULL DEFAULT now(),
  leased_by uuid, leased_until timestamptz, is_cancelled boolean NOT NULL DEFAULT false, failed_field text, failed_reason text,
  files_gone_at timestamptz, UNIQUE (report_id, due_at));
CREATE INDEX job_waiting ON job (next_try_at) WHERE state IN ('queued', 'running');
CREATE INDEX job_made ON job (made_at, id);
CREATE INDEX job_report ON job (report_id, made_at);
CREATE INDEX job_finished ON job (finished_at);
CREATE TABLE job_file (
  job_id uuid NOT NULL REFERENCES job ON DELETE CASCADE, name text NOT NULL, type text NOT NULL, bytes bigint NOT NULL,
  sha256 bytea NOT NULL, PRIMARY KEY (job_id, name));
CREATE TABLE job_chunk (
  job_id uuid NOT NULL REFERENCES job ON DELETE CASCADE, name text NOT NULL, position int NOT NULL, data bytea NOT NULL,
  PRIMARY KEY (job_id, name, position));
ALTER TABLE job_chunk ALTER data SET STORAGE EXTERNAL;`;
}
