import { CPU_TIMES, PROTOCOL_COUNTERS } from '@weir/model';
import { snakeCase } from '../columns.js';
import type { Edition, TimeTable } from '../edition/edition.js';

const bigints = (names: readonly string[]): string => names.map((name) => `${name} bigint`).join(', ');

const STATE_TABLES: readonly TimeTable[] = [
  'host_state',
  'container_state',
  'protocol',
  'protocol_unread',
  'latency',
].map((name) => ({ name, pieceMs: 24 * 3_600_000 }));

const DIMENSIONS = `
ALTER TABLE network ADD COLUMN bridge text;
ALTER TABLE container ADD COLUMN pod text, ADD COLUMN pod_namespace text, ADD COLUMN workload text,
  ADD COLUMN labels jsonb NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN states_seen int8multirange NOT NULL DEFAULT '{}';
CREATE TABLE state_series (
  state_series_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, host_id int NOT NULL REFERENCES host,
  kind text NOT NULL, key text NOT NULL, UNIQUE (host_id, kind, key));`;

// Null is "not told", which is never the same as zero.
const timeTables = (suffix: string): string => `
CREATE TABLE host_state (
  time timestamptz NOT NULL, host_id int NOT NULL, ms int NOT NULL, cores int, ${bigints(CPU_TIMES.map(snakeCase))},
  ${bigints(['memory_total_bytes', 'memory_available_bytes', 'swap_total_bytes', 'swap_free_bytes'])},
  load_1m double precision, load_5m double precision, load_15m double precision,
  ${bigints(['softnet_processed', 'softnet_dropped', 'softnet_squeezed', 'conntrack_used', 'conntrack_max'])},
  ${bigints(['sockets_used', 'tcp_in_use', 'tcp_orphans', 'tcp_time_wait', 'udp_in_use', 'tcp6_in_use', 'udp6_in_use'])},
  failing text[] NOT NULL) ${suffix};
CREATE TABLE container_state (
  time timestamptz NOT NULL, state_series_id int NOT NULL, ms int NOT NULL,
  ${bigints(['cpu_ms', 'memory_bytes', 'memory_limit_bytes'])}) ${suffix};
CREATE TABLE protocol (
  time timestamptz NOT NULL, state_series_id int NOT NULL, ms int NOT NULL,
  ${bigints(PROTOCOL_COUNTERS.map(snakeCase))}) ${suffix};
CREATE TABLE protocol_unread (time timestamptz NOT NULL, state_series_id int NOT NULL, ms int NOT NULL) ${suffix};
CREATE TABLE latency (
  time timestamptz NOT NULL, host_id int NOT NULL, ms int NOT NULL, peer uuid, latency_ms double precision,
  outcome text NOT NULL) ${suffix};`;

const INDEXES = `
CREATE INDEX host_state_host_time ON host_state (host_id, time);
CREATE INDEX container_state_series_time ON container_state (state_series_id, time);
CREATE INDEX protocol_series_time ON protocol (state_series_id, time);
CREATE INDEX protocol_unread_series_time ON protocol_unread (state_series_id, time);
CREATE INDEX latency_host_time ON latency (host_id, time);`;

/** What agents say of hosts and containers beside their traffic; `latency.peer` is null for the NATS server. */
export function states(edition: Edition): string {
  const conversions = STATE_TABLES.map((table) => edition.convert(table)).filter((sql) => sql !== '');
  return [DIMENSIONS, timeTables(edition.tableSuffix), ...conversions.map((sql) => `${sql};`), INDEXES].join('\n');
}
