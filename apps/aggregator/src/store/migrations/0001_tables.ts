import type { Edition } from '../edition/edition.js';
import { ROW_TABLES } from './row-tables.js';

const COUNTERS = `rx_bytes bigint NOT NULL, tx_bytes bigint NOT NULL, rx_packets bigint NOT NULL, tx_packets bigint NOT NULL,
  rx_errors bigint NOT NULL, tx_errors bigint NOT NULL, rx_dropped bigint NOT NULL, tx_dropped bigint NOT NULL`;

const DIMENSIONS = `
CREATE TABLE host (
  host_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, name text NOT NULL, agent jsonb, os jsonb,
  inventory_at timestamptz, first_seen timestamptz NOT NULL, last_seen timestamptz NOT NULL, clock_offset_ms int);
CREATE TABLE network (
  host_id int NOT NULL REFERENCES host, id text NOT NULL, name text NOT NULL, driver text NOT NULL, internal boolean NOT NULL,
  subnets text[] NOT NULL, gone_at timestamptz, PRIMARY KEY (host_id, id));
CREATE TABLE container (
  host_id int NOT NULL REFERENCES host, id text NOT NULL, name text, image text, namespace text, host_network boolean NOT NULL,
  stack text, service text, started_at timestamptz, gone_at timestamptz, PRIMARY KEY (host_id, id));
CREATE TABLE series (
  series_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, host_id int NOT NULL REFERENCES host, key text NOT NULL,
  net_id text NOT NULL UNIQUE, name text NOT NULL, class text, uplink boolean NOT NULL DEFAULT false, namespace text,
  network_id text, mac text, mtu int, speed_bits_per_second bigint, state text NOT NULL DEFAULT 'unknown',
  addresses text[] NOT NULL DEFAULT '{}', master text, since timestamptz, resets int NOT NULL DEFAULT 0,
  first_at timestamptz NOT NULL, gone_at timestamptz, UNIQUE (host_id, key));`;

const LEDGER = `
CREATE TABLE counter_base (
  series_id int PRIMARY KEY REFERENCES series, time timestamptz NOT NULL, counters bigint[] NOT NULL);
CREATE TABLE run (
  run text PRIMARY KEY, host_id int NOT NULL REFERENCES host, boot text NOT NULL, seen int8multirange NOT NULL DEFAULT '{}',
  first_at timestamptz NOT NULL);
CREATE TABLE dirty_1m (bucket timestamptz NOT NULL, host_id int NOT NULL);
CREATE TABLE event (
  host_id int NOT NULL REFERENCES host, time timestamptz NOT NULL, kind text NOT NULL, subject text NOT NULL, before text,
  after text, text text NOT NULL, UNIQUE (host_id, time, kind, subject));
CREATE TABLE refused (
  refused_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, subject text NOT NULL,
  reason text NOT NULL, payload text NOT NULL);`;

// Raw rows arrive in order of time, so a BRIN index finds a minute of all hosts at almost no cost to a row.
const BRIN = 'USING brin (time) WITH (pages_per_range = 32, autosummarize = on)';

const timeTables = (suffix: string): string => `
CREATE TABLE traffic (time timestamptz NOT NULL, series_id int NOT NULL, ms int NOT NULL, ${COUNTERS}) ${suffix};
CREATE TABLE presence (time timestamptz NOT NULL, host_id int NOT NULL, ms int NOT NULL) ${suffix};
CREATE TABLE unread (time timestamptz NOT NULL, series_id int NOT NULL, ms int NOT NULL) ${suffix};
CREATE TABLE traffic_1m (
  time timestamptz NOT NULL, series_id int NOT NULL, ${COUNTERS}, max_rx_bytes_per_second double precision,
  max_tx_bytes_per_second double precision, PRIMARY KEY (series_id, time)) ${suffix};
CREATE TABLE presence_1m (
  time timestamptz NOT NULL, host_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (host_id, time)) ${suffix};
CREATE TABLE unread_1m (
  time timestamptz NOT NULL, series_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (series_id, time)) ${suffix};`;

const INDEXES = `
CREATE INDEX traffic_series_time ON traffic (series_id, time);
CREATE INDEX traffic_time ON traffic ${BRIN};
CREATE INDEX presence_host_time ON presence (host_id, time);
CREATE INDEX unread_series_time ON unread (series_id, time);
CREATE INDEX dirty_1m_host_bucket ON dirty_1m (host_id, bucket);`;

/** Everything that the first version stores. */
export function tables(edition: Edition): string {
  const tablesByTime = [...ROW_TABLES.raw, ...ROW_TABLES['1m']];
  const conversions = tablesByTime.map((table) => edition.convert(table)).filter((sql) => sql !== '');
  return [DIMENSIONS, LEDGER, timeTables(edition.tableSuffix), ...conversions.map((sql) => `${sql};`), INDEXES].join(
    '\n',
  );
}
