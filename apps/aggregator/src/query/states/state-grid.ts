import type { ClientBase } from 'pg';
import { marksTable } from '../../store/marks.js';
import type { StateHorizons } from '../../store/states/horizon.js';
import { STATE_LEVELS, type StateLevel } from '../../store/states/level.js';
import { chooseGrid, endOf, type Grid } from '../grid.js';
import { splitRange, usableLevels } from '../split-range.js';

const MINUTE_MS = 60_000;
/** States are told every 10 s. */
const TOLD_EVERY_MS = 10_000;
/** An answer that needs more rows of states as told is made from sums of 5 minutes: it would take seconds. */
const MOST_ROWS = 40_000;

/** A block takes as long as so many plain rows. */
export const ROWS_A_BLOCK = 2;

/** How fine what was read is, in words that mean the same for traffic. */
export type StateResolutionName = 'raw' | '5m' | '1h';

/** A stretch of time and what it is read from; a null level is states as told. */
export interface StateSegment {
  readonly level: StateLevel | null;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Whether states are cut at the borders of buckets, or belong to that which they begin in. */
  readonly cuts: boolean;
}

/** The buckets of a chart of states: as fine as what is stored of the range allows, and so many rows at a time. */
export function chooseStateGrid(
  horizons: StateHorizons,
  range: { readonly fromMs: number; readonly toMs: number; readonly points: number },
  rowsATick: number,
): Grid {
  const { fromMs, toMs, points } = range;
  const finestMs = Math.max(finestStateMs(horizons, fromMs), TOLD_EVERY_MS);
  const grid = chooseGrid(fromMs, toMs, points, finestMs);
  const isTold = fittingLevels(grid).length === 0;
  const rows = (rowsATick * (toMs - fromMs)) / TOLD_EVERY_MS;
  return isTold && rows > MOST_ROWS ? chooseGrid(fromMs, toMs, points, STATE_LEVELS[0]?.bucketMs) : grid;
}

function finestStateMs(horizons: StateHorizons, fromMs: number): number {
  if (fromMs >= horizons.state) return TOLD_EVERY_MS;
  const finest = STATE_LEVELS.find(({ name }) => fromMs >= horizons[name]) ?? STATE_LEVELS.at(-1);
  return finest?.bucketMs ?? TOLD_EVERY_MS;
}

/** The levels whose buckets fit into those of the grid, finest first. */
function fittingLevels({ startMs, stepMs }: Grid): StateLevel[] {
  const fits = ({ bucketMs }: StateLevel): boolean => stepMs % bucketMs === 0 && startMs % bucketMs === 0;
  return STATE_LEVELS.slice(0, STATE_LEVELS.findLastIndex(fits) + 1);
}

/** What a grid is read from, where all of it is up to date. */
export function stateResolutionOf(grid: Grid): StateResolutionName {
  const coarsest = fittingLevels(grid).at(-1);
  if (!coarsest) return 'raw';
  return coarsest.suffix === '_5m' ? '5m' : '1h';
}

const FIRST_DIRTY_SQL = `SELECT ${STATE_LEVELS.map(
  (level) =>
    `(SELECT (extract(epoch FROM min(bucket)) * 1000)::float8 FROM ${marksTable(level)}
      WHERE host_id = ANY ($1::int[])) AS ${level.name}`,
).join(', ')}`;

/** Where to read what: the coarsest level that fits, up to what is out of date for these hosts, and finer ones from there. */
export async function stateSegmentsOf(
  client: ClientBase,
  grid: Grid,
  hostIds: readonly number[],
): Promise<StateSegment[]> {
  const { rows } = await client.query<Record<StateLevel['name'], number | null>>(FIRST_DIRTY_SQL, [hostIds]);
  const usable = usableLevels<StateLevel['name']>(fittingLevels(grid), (name) => rows[0]?.[name]);
  return splitRange(usable, grid.startMs, endOf(grid)).map(({ resolution, fromMs, untilMs }) => ({
    ...{ fromMs, untilMs },
    level: STATE_LEVELS.find(({ name }) => name === resolution) ?? null,
    // As traffic: below a minute's step ticks that jitter would leave buckets empty and fill others twice.
    cuts: grid.stepMs < MINUTE_MS,
  }));
}
