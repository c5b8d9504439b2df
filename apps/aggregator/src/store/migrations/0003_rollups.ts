import { SUM_COLUMNS } from '../rollup/sql.js';
import { type Edition, levelTables } from '../edition/edition.js';
import { LEVELS, type Level, tableAt } from '../rollup/level.js';

const ADDED = LEVELS.filter(({ source }) => source !== 'raw');

const counters = SUM_COLUMNS.map((column) => `${column} bigint NOT NULL`).join(', ');

const HORIZON = `
CREATE TABLE horizon (resolution text PRIMARY KEY, time timestamptz NOT NULL);
CREATE TABLE retention (resolution text PRIMARY KEY, keep_ms bigint);`;

const tablesOf = ({ name }: Level, suffix: string): string => `
CREATE TABLE ${tableAt('traffic', name)} (
  time timestamptz NOT NULL, series_id int NOT NULL, ${counters}, max_rx_bytes_per_second double precision,
  max_tx_bytes_per_second double precision, PRIMARY KEY (series_id, time)) ${suffix};
CREATE TABLE ${tableAt('presence', name)} (
  time timestamptz NOT NULL, host_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (host_id, time)) ${suffix};
CREATE TABLE ${tableAt('unread', name)} (
  time timestamptz NOT NULL, series_id int NOT NULL, ms bigint NOT NULL, PRIMARY KEY (series_id, time)) ${suffix};
CREATE TABLE ${tableAt('dirty', name)} (bucket timestamptz NOT NULL, host_id int NOT NULL);
CREATE INDEX ${tableAt('dirty', name)}_host_bucket ON ${tableAt('dirty', name)} (host_id, bucket);`;

// What was stored by an earlier version is rolled up like anything else that changed.
const MARK_WHAT_IS_THERE = `
INSERT INTO dirty_5m (bucket, host_id)
SELECT DISTINCT to_timestamp(floor(extract(epoch FROM time) / 300) * 300), host_id FROM presence_1m;
INSERT INTO dirty_5m (bucket, host_id)
SELECT DISTINCT to_timestamp(floor(extract(epoch FROM time) / 300) * 300), host_id
FROM traffic_1m JOIN series USING (series_id);`;

/** Coarser levels, how long each resolution is kept (null = for ever), and since when each is whole. */
export function rollups(edition: Edition): string {
  const tables = ADDED.flatMap((level) => [
    tablesOf(level, edition.tableSuffix),
    ...levelTables(level).map((table) => `${edition.convert(table)};`),
  ]);
  return [HORIZON, ...tables.filter((sql) => sql !== ';'), MARK_WHAT_IS_THERE].join('\n');
}
