import type { Counter } from '@weir/model';
import { isMadeUp } from '../store/made-up.js';
import { sumsOf } from './columns.js';

/*
 * Each statement answers rows of (unit, bucket, buckets, sums): the start of a bucket in ms since 1970, and over how many
 * buckets from there the sums spread (more than one for samples longer than the step).
 *
 * Parameters: $1 series or host ids, $2 the unit each adds to, $3 from, $4 cut, $5 until, $6 step in ms, $7 start of the
 * grid. The 1-minute roll-up answers [from, cut), raw samples answer [cut, until).
 */
const BUCKET = `(extract(epoch FROM date_bin($6::float8 * interval '1 ms', stored.time, $7::timestamptz)) * 1000)::float8 AS bucket`;
const BUCKETS = 'greatest(1, round(stored.ms / $6::float8))::int AS buckets';
const ROLLED = 'stored.time >= $3::timestamptz AND stored.time < $4::timestamptz';
const RAW = 'stored.time >= $4::timestamptz AND stored.time < $5::timestamptz';

/** What was counted; `rows` tells that something was, even where every sum is zero. */
export const trafficSql = (counters: readonly Counter[]): string => `
SELECT member.unit, ${BUCKET}, 1 AS buckets, count(*)::float8 AS rows, ${sumsOf('stored', counters)}
FROM unnest($1::int[], $2::int[]) AS member (series_id, unit) JOIN traffic_1m AS stored USING (series_id)
WHERE ${ROLLED} GROUP BY 1, 2, 3
UNION ALL
SELECT member.unit, ${BUCKET}, ${BUCKETS}, count(*)::float8 AS rows, ${sumsOf('stored', counters)}
FROM unnest($1::int[], $2::int[]) AS member (series_id, unit) JOIN traffic AS stored USING (series_id)
WHERE ${RAW} GROUP BY 1, 2, 3`;

/** How long hosts were present. */
export const PRESENCE_SQL = `
SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms
FROM unnest($1::int[], $2::int[]) AS member (host_id, unit) JOIN presence_1m AS stored USING (host_id)
WHERE ${ROLLED} GROUP BY 1, 2, 3
UNION ALL
SELECT member.unit, ${BUCKET}, ${BUCKETS}, sum(stored.ms)::float8 AS ms
FROM unnest($1::int[], $2::int[]) AS member (host_id, unit) JOIN presence AS stored USING (host_id)
WHERE ${RAW} GROUP BY 1, 2, 3`;

/** The stretches in which a series could not be read and no later sample reached over them; the roll-up holds no others. */
export const UNREAD_SQL = `
SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms
FROM unnest($1::int[], $2::int[]) AS member (series_id, unit) JOIN unread_1m AS stored USING (series_id)
WHERE ${ROLLED} GROUP BY 1, 2, 3
UNION ALL
SELECT member.unit, ${BUCKET}, ${BUCKETS}, sum(stored.ms)::float8 AS ms
FROM unnest($1::int[], $2::int[]) AS member (series_id, unit) JOIN unread AS stored USING (series_id)
WHERE ${RAW} AND NOT ${isMadeUp('stored')}
GROUP BY 1, 2, 3`;

/** The first minute of these hosts that the roll-up has still to take in (again), ms since 1970; null = none. */
export const FIRST_DIRTY_SQL = `
SELECT (extract(epoch FROM min(bucket)) * 1000)::float8 AS "dirtyMs" FROM dirty_1m WHERE host_id = ANY ($1::int[])`;
