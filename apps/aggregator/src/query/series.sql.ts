import type { Counter } from '@weir/model';
import { COLUMN } from '../store/columns.js';
import { isMadeUp } from '../store/made-up.js';
import { LEVELS, tableAt } from '../store/rollup/level.js';
import { sumsOf } from './columns.js';
import type { Extent } from './extent.js';
import { type Grid, ROLLUP_MS } from './grid.js';

/*
 * Each statement answers rows of (unit, bucket, buckets, sums): the number of a bucket of the grid (negative before it),
 * and over how many buckets from there the sums spread in equal shares.
 *
 * Parameters: $1 series or host ids, $2 the unit each adds to, $3 step in ms, $4 start of the grid, then for each segment
 * of the extent its start and its end.
 */
const START_MS = `round(date_part('epoch', stored.time - $4::timestamptz) * 1000)`;
const BUCKET = `floor(${START_MS} / $3::float8)::int AS bucket`;

/** The rows of the segment with this index. */
function within(index: number): string {
  const first = 5 + 2 * index;
  return `stored.time >= $${first}::timestamptz AND stored.time < $${first + 1}::timestamptz`;
}

/**
 * Cuts a raw sample at the borders of buckets: into the bucket it begins in, the whole ones, and the one it ends in. Ticks
 * jitter: two of them may begin in one second and none in the next, though both seconds are known.
 */
const PIECES = `
CROSS JOIN LATERAL (SELECT ${START_MS} AS start_ms) AS sample
CROSS JOIN LATERAL (
  SELECT floor(start_ms / $3::float8) AS first, ceil((start_ms + stored.ms) / $3::float8) - 1 AS last) AS touched
CROSS JOIN LATERAL (VALUES
  (first, 1, least(stored.ms, (first + 1) * $3::float8 - start_ms)),
  (first + 1, last - first - 1, (last - first - 1) * $3::float8),
  (last, 1, CASE WHEN last > first THEN start_ms + stored.ms - last * $3::float8 END)) AS piece (bucket, buckets, ms)`;
const PIECE = 'piece.bucket::int AS bucket, piece.buckets::int AS buckets';
const FOUND = 'piece.ms > 0';

/** What was counted; `ms` tells that something was, even where every sum is zero, and how long the samples are. */
export function trafficSql(counters: readonly Counter[], { grid, segments }: Extent): string {
  const members = 'FROM unnest($1::int[], $2::int[]) AS member (series_id, unit)';
  const whole = (table: string, msSum: string, index: number): string => `
SELECT member.unit, ${BUCKET}, 1 AS buckets, ${msSum} AS ms, ${sumsOf('stored', counters)}
${members} JOIN ${table} AS stored USING (series_id)
WHERE ${within(index)} GROUP BY 1, 2, 3`;
  const cut = (index: number): string => `
SELECT member.unit, ${PIECE}, sum(piece.ms)::float8 AS ms, ${counters.map(shareOf).join(', ')}
${members} JOIN traffic AS stored USING (series_id) ${PIECES}
WHERE ${within(index)} AND ${FOUND} GROUP BY 1, 2, 3`;
  const parts = segments.map(({ resolution }, index) => {
    const level = LEVELS.find(({ name }) => name === resolution);
    if (level) return whole(tableAt('traffic', resolution), `count(*)::float8 * ${level.bucketMs}`, index);
    return isFine(grid) ? cut(index) : whole('traffic', 'sum(stored.ms)::float8', index);
  });
  return parts.join('\nUNION ALL');
}

const shareOf = (counter: Counter): string =>
  `sum(stored.${COLUMN[counter]}::float8 * (piece.ms / stored.ms)) AS "${counter}"`;

/** How long hosts were present. */
export const presenceSql = (extent: Extent): string => msSql('presence', 'host_id', 'true', extent);

/** The stretches in which a series could not be read and no later sample reached over them; the roll-up holds no others. */
export const unreadSql = (extent: Extent): string => msSql('unread', 'series_id', `NOT ${isMadeUp('stored')}`, extent);

function msSql(table: string, id: string, rawCondition: string, { grid, segments }: Extent): string {
  const members = `FROM unnest($1::int[], $2::int[]) AS member (${id}, unit)`;
  const whole = (from: string, index: number): string => `
SELECT member.unit, ${BUCKET}, 1 AS buckets, sum(stored.ms)::float8 AS ms
${members} JOIN ${from} AS stored USING (${id})
WHERE ${within(index)}`;
  const cut = (index: number): string => `
SELECT member.unit, ${PIECE}, sum(piece.ms)::float8 AS ms
${members} JOIN ${table} AS stored USING (${id}) ${PIECES}
WHERE ${within(index)} AND ${FOUND}`;
  const parts = segments.map(({ resolution }, index) => {
    if (resolution !== 'raw') return whole(tableAt(table, resolution), index);
    return `${isFine(grid) ? cut(index) : whole(table, index)} AND ${rawCondition}`;
  });
  return parts.map((sql) => `${sql} GROUP BY 1, 2, 3`).join('\nUNION ALL');
}

/** The roll-up gives a sample to the minute it begins in; raw samples beside it must do the same. */
const isFine = ({ stepMs }: Grid): boolean => stepMs < ROLLUP_MS;

/** For each level, the first bucket of these hosts that is still to be made (again), ms since 1970; null = none. */
export const FIRST_DIRTY_SQL = `SELECT ${LEVELS.map(
  ({ name }) =>
    `(SELECT (extract(epoch FROM min(bucket)) * 1000)::float8 FROM ${tableAt('dirty', name)}
      WHERE host_id = ANY ($1::int[])) AS "${name}"`,
).join(', ')}`;
