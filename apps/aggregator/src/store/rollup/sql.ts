import { COUNTERS } from '@weir/model';
import { COLUMN } from '../columns.js';
import { isMadeUp } from '../made-up.js';
import { COARSE_INTERVALS, INTERVAL_MS } from '../write/split.js';
import { type Level, tableAt } from './level.js';

/** The eight sums of a bucket. */
export const SUM_COLUMNS = COUNTERS.map((counter) => COLUMN[counter]);
/** The highest rate of a single sample in a bucket; null where every sample was coarse. */
export const MAX_COLUMNS = ['max_rx_bytes_per_second', 'max_tx_bytes_per_second'] as const;

/** A sum is capped, since one hostile agent's counters must not stop everyone's roll-up with an overflow. */
export const capped = (sum: string): string => `least(${sum}, 9223372036854775807)::bigint`;
const sums = SUM_COLUMNS.map((column) => capped(`sum(${column})`)).join(', ');
/** The highest rate of the samples that are not coarse, beside a table `chosen` with each series' `coarse_ms`. */
export const maxRate = (column: string): string =>
  `max(${column}::float8 * 1000 / ms) FILTER (WHERE ms <= chosen.coarse_ms)`;
const replaced = [...SUM_COLUMNS, ...MAX_COLUMNS].map((column) => `${column} = EXCLUDED.${column}`).join(', ');
const columns = [...SUM_COLUMNS, ...MAX_COLUMNS].join(', ');

/** The statements that make a bucket of a level anew from its source: $1 = its start, $2 = hosts. */
export function refreshSql(level: Level): readonly string[] {
  return level.source === 'raw'
    ? [TRAFFIC_1M, presence(level), UNREAD_1M]
    : [traffic(level), presence(level), unread(level)];
}

const within = ({ bucketMs }: Pick<Level, 'bucketMs'>): string =>
  `time >= $1::timestamptz AND time < $1::timestamptz + interval '${bucketMs / 1_000} s'`;

const MINUTE = { bucketMs: 60_000 };

/** Plain sums: ingest has split what would cross a minute. */
const TRAFFIC_1M = `
WITH chosen AS MATERIALIZED (
  SELECT series_id, ${COARSE_INTERVALS} * ${INTERVAL_MS} AS coarse_ms
  FROM series JOIN host USING (host_id) WHERE host_id = ANY ($2::int[]))
INSERT INTO traffic_1m (time, series_id, ${columns})
SELECT $1::timestamptz, series_id, ${sums}, ${maxRate('rx_bytes')}, ${maxRate('tx_bytes')}
FROM traffic JOIN chosen USING (series_id)
WHERE ${within(MINUTE)}
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ${replaced}`;

const UNREAD_1M = `
INSERT INTO unread_1m (time, series_id, ms)
SELECT $1::timestamptz, series_id, coalesce(sum(ms) FILTER (WHERE NOT ${isMadeUp('unread')}), 0)
FROM unread JOIN series USING (series_id)
WHERE ${within(MINUTE)} AND host_id = ANY ($2::int[])
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ms = EXCLUDED.ms`;

function traffic(level: Level): string {
  const maxima = MAX_COLUMNS.map((column) => `max(${column})`).join(', ');
  return `
INSERT INTO ${tableAt('traffic', level.name)} (time, series_id, ${columns})
SELECT $1::timestamptz, series_id, ${sums}, ${maxima}
FROM ${tableAt('traffic', level.source)} JOIN series USING (series_id)
WHERE ${within(level)} AND host_id = ANY ($2::int[])
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ${replaced}`;
}

function presence(level: Level): string {
  return `
INSERT INTO ${tableAt('presence', level.name)} (time, host_id, ms)
SELECT $1::timestamptz, host_id, sum(ms) FROM ${tableAt('presence', level.source)}
WHERE ${within(level)} AND host_id = ANY ($2::int[])
GROUP BY host_id
ON CONFLICT (host_id, time) DO UPDATE SET ms = EXCLUDED.ms`;
}

function unread(level: Level): string {
  return `
INSERT INTO ${tableAt('unread', level.name)} (time, series_id, ms)
SELECT $1::timestamptz, series_id, sum(ms)
FROM ${tableAt('unread', level.source)} JOIN series USING (series_id)
WHERE ${within(level)} AND host_id = ANY ($2::int[])
GROUP BY series_id
ON CONFLICT (series_id, time) DO UPDATE SET ms = EXCLUDED.ms`;
}
