import { COUNTERS } from '@weir/model';
import { COLUMN } from '../store/columns.js';
import { countersOf } from './columns.js';

const MOMENTS = `(extract(epoch FROM time) * 1000)::float8 AS "startMs", ms::float8 AS ms`;

/** The newest stretch in which a series was read: $1 its host, $2 itself, $3 when it went (or null). */
export const NEWEST_SQL = `
SELECT ${MOMENTS} FROM presence
WHERE host_id = $1 AND ($3::timestamptz IS NULL OR time < $3)
  AND NOT EXISTS (SELECT FROM unread WHERE unread.series_id = $2 AND unread.time = presence.time)
ORDER BY time DESC LIMIT 1`;

/** When a host was last seen, for a series whose raw rows have all been dropped: $1 the host, $2 when the series went (or null). */
export const LAST_SEEN_SQL = `
SELECT (extract(epoch FROM least(last_seen, $2::timestamptz)) * 1000)::float8 AS "lastSeenMs" FROM host WHERE host_id = $1`;

/**
 * Cumulative counters of $1 now: those at the newest base, and every delta since. As text: they pass 2^53. A base has taken
 * up what retention dropped of it, though a piece may still be there.
 */
export const TOTALS_SQL = `
SELECT ${COUNTERS.map(
  (counter, index) =>
    `(base.counters[${index + 1}] + coalesce(sum(traffic.${COLUMN[counter]}), 0))::text AS "${counter}"`,
).join(',\n  ')}
FROM counter_base AS base LEFT JOIN traffic ON traffic.series_id = base.series_id AND traffic.time >= base.time
  AND traffic.time >= coalesce((SELECT time FROM horizon WHERE resolution = 'raw'), '-infinity')
WHERE base.series_id = $1 GROUP BY base.series_id`;

const IN_WINDOW = 'time >= $2::timestamptz AND time < $3::timestamptz ORDER BY time';

/** Each of the following: $1 the series or host, $2 from, $3 until. */
export const SAMPLES_SQL = `SELECT ${MOMENTS}, ${countersOf('traffic')} FROM traffic WHERE series_id = $1 AND ${IN_WINDOW}`;
export const PRESENT_SQL = `SELECT ${MOMENTS} FROM presence WHERE host_id = $1 AND ${IN_WINDOW}`;
export const MISSED_SQL = `SELECT ${MOMENTS} FROM unread WHERE series_id = $1 AND ${IN_WINDOW}`;
