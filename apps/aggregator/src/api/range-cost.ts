import { resolutionOf } from '../query/extent.js';
import type { Filter } from '../query/filter.js';
import { chooseGrid } from '../query/grid.js';
import { MAX_POINTS, MAX_SERIES } from '../query/series.js';
import { LEVELS } from '../store/rollup/level.js';

/** What makes a question about a range of time expensive. */
export interface RangeAsked {
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Null where no columns are answered, but figures of the whole range. */
  readonly points: number | null;
  /** How many interfaces are named; null = a filter chooses. */
  readonly interfaces: number | null;
  /** How many hosts are named; null = all. */
  readonly hosts: number | null;
  /** How many groups are answered at most, where that is known. */
  readonly groups: number | null;
  /** Numbers for each group and point: counters × measures. */
  readonly columns: number;
  readonly isCompared: boolean;
}

/** So many values read or answered cost 1. */
const VALUES_A_UNIT = 100;
/** How many interfaces of one host are reckoned with; their number is known only once it is read. */
const INTERFACES_OF_A_HOST = 50;
const SECOND_MS = 1_000;

/**
 * What a range costs: the buckets that are read of each interface at the resolution that suits the points, and the values
 * that are answered of each group. Of a fleet, as many interfaces are reckoned with as may be answered apart, so that a
 * question costs the same whatever the day.
 */
export function costOfRange(asked: RangeAsked): number {
  const spanMs = asked.toMs - asked.fromMs;
  if (!(spanMs > 0)) return 0;
  const points = Math.min(Math.max(Math.trunc(asked.points ?? MAX_POINTS) || 1, 1), MAX_POINTS);
  const grid = chooseGrid(asked.fromMs, asked.toMs, points);
  const interfaces = Math.min(asked.interfaces ?? (asked.hosts ?? Infinity) * INTERFACES_OF_A_HOST, MAX_SERIES);
  const groups = Math.min(asked.groups ?? interfaces, MAX_SERIES);
  const read = interfaces * (spanMs / bucketMsOf(resolutionOf(grid)));
  const answered = groups * asked.columns * (asked.points === null ? 1 : grid.count);
  return ((read + answered) * (asked.isCompared ? 2 : 1)) / VALUES_A_UNIT;
}

/** How many hosts a filter names; null = it chooses otherwise. */
export function hostsNamed({ hosts, host }: Filter): number | null {
  return hosts?.length ?? host?.in?.length ?? (typeof host?.eq === 'string' ? 1 : null);
}

function bucketMsOf(resolution: string): number {
  return LEVELS.find(({ name }) => name === resolution)?.bucketMs ?? SECOND_MS;
}
