import type { ClientBase } from 'pg';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { type Horizons, finestOf } from '../store/rollup/horizon.js';
import { type LevelName, LEVELS, type Resolution } from '../store/rollup/level.js';
import type { Range } from './averages.js';
import { endOf, type Grid, ROLLUP_MS } from './grid.js';
import { alike, type FirstDirty, type ReadAlike, readFirstDirty } from './read-alike.js';
import { splitRange, usableLevels } from './split-range.js';

/** A stretch of time and the resolution that it is read from. */
export interface Segment {
  readonly resolution: Resolution;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
}

const SECOND_MS = 1_000;

/** The coarsest resolution whose buckets fit into those of the grid. */
export function resolutionOf({ startMs, stepMs }: Grid): Resolution {
  return LEVELS.findLast(({ bucketMs }) => stepMs % bucketMs === 0 && startMs % bucketMs === 0)?.name ?? 'raw';
}

/** The finest step in which everything since a moment is still stored, ms. */
export function finestStepMs(horizons: Horizons, fromMs: number): number {
  const finest = finestOf(horizons, fromMs);
  return finest === 'raw' ? SECOND_MS : finest.bucketMs;
}

/** Hosts, and where all of an extent of theirs is read. */
export type Extent = ReadAlike<Segment>;

/**
 * Where to read what: raw below a minute's step; else the coarsest level that fits, but for the ends of a range that cut its
 * buckets, and for what is out of date for a host. Without a range, all of the grid is read.
 */
export async function extentsOf(
  client: ClientBase,
  grid: Grid,
  hostIds: readonly number[],
  range: Range | null = null,
): Promise<Extent[]> {
  const { fromMs, untilMs } = range ?? { fromMs: grid.startMs, untilMs: endOf(grid) };
  if (grid.stepMs < ROLLUP_MS) {
    // A sample that began before may reach into it; ingest splits what is longer.
    return [{ hostIds, stretches: [{ resolution: 'raw', fromMs: fromMs - LONGEST_SAMPLE_MS, untilMs }] }];
  }
  const coarsest = resolutionOf(grid);
  const fitting = LEVELS.slice(0, LEVELS.findIndex(({ name }) => name === coarsest) + 1);
  const stretchesOf = (dirty: FirstDirty): Segment[] =>
    splitRange(
      usableLevels<LevelName>(fitting, (name) => dirty[name]),
      fromMs,
      untilMs,
    );
  return alike(hostIds, await readFirstDirty(client, hostIds), stretchesOf);
}
