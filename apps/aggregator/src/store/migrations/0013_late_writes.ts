/** What was written late, for who keeps what it read: host null = many hosts. `written_by` tells whose snapshot has it not. */
export function lateWrites(): string {
  return `
CREATE TABLE late_writes (
  written_by xid8 NOT NULL DEFAULT pg_current_xact_id(), written_at timestamptz NOT NULL DEFAULT now(),
  host_id int, first timestamptz NOT NULL, until timestamptz NOT NULL);
CREATE INDEX late_writes_written_by ON late_writes (written_by);`;
}
