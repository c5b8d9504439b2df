/**
 * `process` = the processes of the aggregator, as each says of itself every few seconds, by the clock of the database; one that ends takes
 * its row along. `partitions` = those that it owns, null where it does not analyse; figures of what is stored are null where it does not
 * ingest. `refused` = messages since its start.
 */
export function processes(): string {
  return `
CREATE TABLE process (
  id uuid PRIMARY KEY, host text NOT NULL, pid int NOT NULL, version text NOT NULL, roles text[] NOT NULL,
  started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, memory_bytes bigint NOT NULL, nats_up boolean NOT NULL,
  partitions int[], rows_per_second double precision, lag_seconds double precision, refused bigint, stream_fault text);`;
}
