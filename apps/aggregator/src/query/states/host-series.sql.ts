import { type BucketColumn, HOST_STATE_COLUMNS } from '../../store/states/host-state.js';
import type { Grid } from '../grid.js';
import type { StateSegment } from './state-grid.js';

/** What is told of a host together or not at all. */
export const HOST_STATE_GROUPS = ['cpu', 'memory', 'load', 'softnet', 'conntrack', 'sockets'] as const;

export type HostStateGroup = (typeof HOST_STATE_GROUPS)[number];

/** The stored columns of some groups. */
export function columnsOf(groups: readonly HostStateGroup[]): readonly BucketColumn[] {
  return HOST_STATE_COLUMNS.filter(({ over }) => groups.some((group) => isOf(group, over)));
}

const isOf = (group: HostStateGroup, over: string): boolean =>
  over === `${group}_covered_ms` || (group === 'sockets' && over === 'sockets6_covered_ms');

/**
 * Sums states of hosts up by the buckets of a grid: $1 = the hosts. Answers `host_id`, the bucket, and the columns, all as
 * float8; what is counted is divided where a state is cut, what is measured is weighted by the time that it was told for.
 */
export function hostSeriesSql(grid: Grid, segments: readonly StateSegment[], columns: readonly BucketColumn[]): string {
  const sources = segments.map((segment) => sourceSql(grid, segment, columns));
  return `SELECT host_id, bucket, ${columns.map(mergedSql).join(', ')}
FROM (${sources.join('\nUNION ALL\n')}) AS told GROUP BY 1, 2`;
}

function mergedSql({ name, merge, over }: BucketColumn): string {
  if (merge === 'sum') return `sum(${name} * share)`;
  if (merge !== 'mean') return `${merge}(${name})`;
  return `sum(${name} * ${over} * share) / nullif(sum(${over} * share) FILTER (WHERE ${name} IS NOT NULL), 0)`;
}

// Numbers only: they come from the grid, not from outside.
const place = (value: number): string => `${value}::float8`;
// Not `extract`, whose numeric is several times as slow.
const msOf = (time: string): string => `date_part('epoch', ${time}) * 1000`;

function sourceSql(grid: Grid, segment: StateSegment, columns: readonly BucketColumn[]): string {
  const { level, fromMs, untilMs, cuts } = segment;
  const told = columns.map(({ name, from }) => `(${level ? name : from})::float8 AS ${name}`).join(', ');
  const buckets = level === null && cuts ? CUT : WHOLE;
  // A state that began before may reach into what is cut.
  const reachMs = cuts ? REACH_MS : 0;
  return `SELECT host_id, piece.bucket, piece.share, ${told}
FROM host_state${level?.suffix ?? ''} AS stored, LATERAL (${buckets(grid)}) AS piece
WHERE host_id = ANY ($1::int[]) AND time >= to_timestamp(${place((fromMs - reachMs) / 1_000)})
  AND time < to_timestamp(${place(untilMs / 1_000)})`;
}

const REACH_MS = 60_000;

const WHOLE = ({ startMs, stepMs }: Grid): string =>
  `SELECT floor((${msOf('stored.time')} - ${place(startMs)}) / ${place(stepMs)})::int AS bucket, 1::float8 AS share`;

function CUT({ startMs, stepMs, count }: Grid): string {
  const from = `(${msOf('stored.time')} - ${place(startMs)})`;
  const until = `(${from} + stored.ms)`;
  const bucket = `generate_series(
    greatest(0, floor(${from} / ${place(stepMs)})::int),
    least(${count} - 1, ceil(${until} / ${place(stepMs)})::int - 1))`;
  const begin = `bucket * ${place(stepMs)}`;
  return `SELECT bucket, (least(${until}, ${begin} + ${place(stepMs)}) - greatest(${from}, ${begin})) / stored.ms AS share
    FROM ${bucket} AS bucket`;
}
