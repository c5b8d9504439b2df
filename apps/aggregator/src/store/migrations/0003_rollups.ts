import { COUNTERS } from '@weir/model';
import { COLUMN } from '../columns.js';
import type { Edition } from '../edition/edition.js';
import { ROW_TABLES } from './row-tables.js';

const ADDED = ['5m', '1h', '1d'] as const;

const counters = COUNTERS.map((counter) => `${COLUMN[counter]} bigint NOT NULL`).join(', ');

const HORIZON = `
CREATE TABLE horizon (resolution text PRIMARY KEY, time timestamptz NOT NULL);
CREATE TABLE retention (resolution text PRIMARY KEY, keep_ms bigint);`;

const tablesOf = (name: string, suffix: string): string => `
CREATE TABLE traffic_${name} (
  time timestamptz NOT NULL, series_id int NOT NULL, ${counters}, max_rx_bytes_per_second double precision,
  max_tx_bytes_per_second double precision, PRIMARY KEY (series_id, time)) ${suffix};
CREATE TABLE presence_${name} (
  time timestamptz NOT NULL, host_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (host_id, time)) ${suffix};
CREATE TABLE unread_${name} (
  time timestamptz NOT NULL, series_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (series_id, time)) ${suffix};
CREATE TABLE dirty_${name} (bucket timestamptz NOT NULL, host_id int NOT NULL);
CREATE INDEX dirty_${name}_host_bucket ON dirty_${name} (host_id, bucket);`;

// What was stored by an earlier version is rolled up like anything else that changed.
const MARK_WHAT_IS_THERE = `
INSERT INTO dirty_5m (bucket, host_id)
SELECT DISTINCT to_timestamp(floor(extract(epoch FROM time) / 300) * 300), host_id FROM presence_1m;
INSERT INTO dirty_5m (bucket, host_id)
SELECT DISTINCT to_timestamp(floor(extract(epoch FROM time) / 300) * 300), host_id
FROM traffic_1m JOIN series USING (series_id);`;

/** Coarser levels, how long each resolution is kept (null = for ever), and since when each is whole. */
export function rollups(edition: Edition): string {
  const tables = ADDED.flatMap((name) => [
    tablesOf(name, edition.tableSuffix),
    ...ROW_TABLES[name].map((table) => `${edition.convert(table)};`),
  ]);
  return [HORIZON, ...tables.filter((sql) => sql !== ';'), MARK_WHAT_IS_THERE].join('\n');
}
