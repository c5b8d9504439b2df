import type { Counter } from '@weir/model';
import { COLUMN } from '../store/columns.js';
import { isMadeUp } from '../store/made-up.js';
import { sumsOf } from './columns.js';
import { ROLLUP_MS } from './grid.js';

/*
 * Each statement answers rows of (unit, bucket, buckets, sums): the number of a bucket of the grid (negative before it),
 * and over how many buckets from there the sums spread in equal shares.
 *
 * Parameters: $1 series or host ids, $2 the unit each adds to, $3 from, $4 cut, $5 until, $6 step in ms, $7 start of the
 * grid. The 1-minute roll-up answers [from, cut), raw samples answer [cut, until).
 */
const START_MS = `round(date_part('epoch', stored.time - $7::timestamptz) * 1000)`;
const BUCKET = `floor(${START_MS} / $6::float8)::int AS bucket`;
const ROLLED = 'stored.time >= $3::timestamptz AND stored.time < $4::timestamptz';
const RAW = 'stored.time >= $4::timestamptz AND stored.time < $5::timestamptz';

/**
 * Cuts a raw sample at the borders of buckets: into the bucket it begins in, the whole ones, and the one it ends in. Ticks
 * jitter: two of them may begin in one second and none in the next, though both seconds are known.
 */
const PIECES = `
CROSS JOIN LATERAL (SELECT ${START_MS} AS start_ms) AS sample
CROSS JOIN LATERAL (
  SELECT floor(start_ms / $6::float8) AS first, ceil((start_ms + stored.ms) / $6::float8) - 1 AS last) AS touched
CROSS JOIN LATERAL (VALUES
  (first, 1, least(stored.ms, (first + 1) * $6::float8 - start_ms)),
  (first + 1, last - first - 1, (last - first - 1) * $6::float8),
  (last, 1, CASE WHEN last > first THEN start_ms + stored.ms - last * $6::float8 END)) AS piece (bucket, buckets, ms)`;
const PIECE = 'piece.bucket::int AS bucket, piece.buckets::int AS buckets';
const FOUND = 'piece.ms > 0';

/** What was counted; `ms` tells that something was, even where every sum is zero, and how long the samples are. */
export function trafficSql(counters: readonly Counter[], stepMs: number): string {
  const members = 'FROM unnest($1::int[], $2::int[]) AS member (series_id, unit)';
  const whole = `
SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms, ${sumsOf('stored', counters)}
${members} JOIN traffic AS stored USING (series_id)
WHERE ${RAW} GROUP BY 1, 2, 3`;
  const cut = `
SELECT member.unit, ${PIECE}, sum(piece.ms)::float8 AS ms, ${counters.map(shareOf).join(', ')}
${members} JOIN traffic AS stored USING (series_id) ${PIECES}
WHERE ${RAW} AND ${FOUND} GROUP BY 1, 2, 3`;
  return `
SELECT member.unit, ${BUCKET}, 1 AS buckets, count(*)::float8 * ${ROLLUP_MS} AS ms, ${sumsOf('stored', counters)}
${members} JOIN traffic_1m AS stored USING (series_id)
WHERE ${ROLLED} GROUP BY 1, 2, 3
UNION ALL ${isFine(stepMs) ? cut : whole}`;
}

const shareOf = (counter: Counter): string =>
  `sum(stored.${COLUMN[counter]}::float8 * (piece.ms / stored.ms)) AS "${counter}"`;

/** How long hosts were present. */
export const presenceSql = (stepMs: number): string => msSql('presence', 'host_id', RAW, stepMs);

/** The stretches in which a series could not be read and no later sample reached over them; the roll-up holds no others. */
export const unreadSql = (stepMs: number): string =>
  msSql('unread', 'series_id', `${RAW} AND NOT ${isMadeUp('stored')}`, stepMs);

function msSql(table: string, id: string, rawCondition: string, stepMs: number): string {
  const members = `FROM unnest($1::int[], $2::int[]) AS member (${id}, unit)`;
  const raw = isFine(stepMs)
    ? `SELECT member.unit, ${PIECE}, sum(piece.ms)::float8 AS ms
${members} JOIN ${table} AS stored USING (${id}) ${PIECES}
WHERE ${rawCondition} AND ${FOUND}`
    : `SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms
${members} JOIN ${table} AS stored USING (${id})
WHERE ${rawCondition}`;
  return `
SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms
${members} JOIN ${table}_1m AS stored USING (${id})
WHERE ${ROLLED} GROUP BY 1, 2, 3
UNION ALL
${raw} GROUP BY 1, 2, 3`;
}

/** The roll-up gives a sample to the minute it begins in; raw samples beside it must do the same. */
const isFine = (stepMs: number): boolean => stepMs < ROLLUP_MS;

/** The first minute of these hosts that the roll-up has still to take in (again), ms since 1970; null = none. */
export const FIRST_DIRTY_SQL = `
SELECT (extract(epoch FROM min(bucket)) * 1000)::float8 AS "dirtyMs" FROM dirty_1m WHERE host_id = ANY ($1::int[])`;
