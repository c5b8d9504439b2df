import type { ClientBase } from 'pg';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { type Horizons, finestOf } from '../store/rollup/horizon.js';
import { type LevelName, LEVELS, type Resolution, tableAt } from '../store/rollup/level.js';
import { endOf, type Grid, ROLLUP_MS } from './grid.js';

/** A stretch of time and the resolution that it is read from. */
export interface Segment {
  readonly resolution: Resolution;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
}

const SECOND_MS = 1_000;

/** For each level, the first bucket of these hosts that is still to be made (again), ms since 1970; null = none. */
export const FIRST_DIRTY_SQL = `SELECT ${LEVELS.map(
  ({ name }) =>
    `(SELECT (extract(epoch FROM min(bucket)) * 1000)::float8 FROM ${tableAt('dirty', name)}
      WHERE host_id = ANY ($1::int[])) AS "${name}"`,
).join(', ')}`;

/** The coarsest resolution whose buckets fit into those of the grid. */
export function resolutionOf({ startMs, stepMs }: Grid): Resolution {
  return LEVELS.findLast(({ bucketMs }) => stepMs % bucketMs === 0 && startMs % bucketMs === 0)?.name ?? 'raw';
}

/** The finest step in which everything since a moment is still stored, ms. */
export function finestStepMs(horizons: Horizons, fromMs: number): number {
  const finest = finestOf(horizons, fromMs);
  return finest === 'raw' ? SECOND_MS : finest.bucketMs;
}

/**
 * Where to read what: raw below a minute's step; else the coarsest level that fits, up to the first bucket that is out of
 * date for these hosts, and from there on the next finer one.
 */
export async function segmentsOf(client: ClientBase, grid: Grid, hostIds: readonly number[]): Promise<Segment[]> {
  const endMs = endOf(grid);
  if (grid.stepMs < ROLLUP_MS) {
    // A sample that began before the grid may reach into it; ingest splits what is longer.
    return [{ resolution: 'raw', fromMs: grid.startMs - LONGEST_SAMPLE_MS, untilMs: endMs }];
  }
  const { rows } = await client.query<Record<LevelName, number | null>>(FIRST_DIRTY_SQL, [hostIds]);
  const segments: Segment[] = [];
  let fromMs = grid.startMs;
  for (const [resolution, wholeUntilMs] of wholeUntil(grid, (level) => rows[0]?.[level] ?? Infinity)) {
    const untilMs = Math.min(wholeUntilMs, endMs);
    if (untilMs <= fromMs) continue;
    segments.push({ resolution, fromMs, untilMs });
    fromMs = untilMs;
  }
  return segments;
}

/** The resolutions to read, coarsest first, each with the moment until which it is up to date. */
function wholeUntil(grid: Grid, firstDirtyMs: (level: LevelName) => number): [Resolution, number][] {
  const coarsest = resolutionOf(grid);
  const usable = LEVELS.slice(0, LEVELS.findIndex(({ name }) => name === coarsest) + 1);
  const found: [Resolution, number][] = [['raw', Infinity]];
  let wholeUntilMs = Infinity;
  for (const { name, bucketMs } of usable) {
    // What is out of date in a finer level has not marked the coarser one yet.
    wholeUntilMs = Math.min(wholeUntilMs, firstDirtyMs(name));
    found.unshift([name, Math.floor(wholeUntilMs / bucketMs) * bucketMs]);
  }
  return found;
}
