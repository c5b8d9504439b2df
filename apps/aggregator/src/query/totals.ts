import type { Counter, Refusal } from '@weir/model';
import { alignedTo } from '../store/block/window.js';
import { finestOf, type Horizons } from '../store/rollup/horizon.js';
import { LEVELS, type Resolution } from '../store/rollup/level.js';
import type { Range } from './averages.js';
import { chooseGrid, type Grid, ROLLUP_MS } from './grid.js';
import type { GroupKey } from './grouping.js';
import { MAX_POINTS, refusalOf, type SeriesRequest } from './series.js';
import type { Statistics } from './statistics.js';

const SECOND_MS = 1_000;

/** Whose figures over a whole range are asked. */
export type TotalsRequest = Pick<
  SeriesRequest,
  'interfaces' | 'filter' | 'fromMs' | 'toMs' | 'counters' | 'grouping' | 'top'
>;

/** Figures of groups over a whole range. */
export interface TotalsAnswer {
  /** What they are of, ms since 1970: what was asked, or whole buckets where only those are left of its ends. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The coarsest resolution that was read; edges of the range, and what is not rolled up yet, are read from finer ones. */
  readonly resolution: Resolution;
  /** What the ends of the range were cut at: `raw` = at samples, as asked. */
  readonly edgeResolution: Resolution;
  /** The width of the buckets that percentiles are of. */
  readonly stepMs: number;
  readonly groups: readonly GroupTotals[];
  /** How many groups there are, those that are summed up in one included. */
  readonly groupCount: number;
}

/** Figures of one group, or of the rest beside the top. */
export interface GroupTotals {
  readonly group: string;
  readonly keys: readonly GroupKey[];
  /** Of how many groups this is the sum, where it is that of the rest; null = it is one group. */
  readonly others: number | null;
  /** What each counter counted. */
  readonly totals: readonly { readonly counter: Counter; readonly total: bigint }[];
  /** Worked out when asked for, since percentiles are sorted out of all buckets. */
  statistics(): readonly ExactStatistics[];
}

/** Figures of one counter, whose total is exact to the last digit. */
export interface ExactStatistics extends Omit<Statistics, 'total'> {
  readonly total: bigint;
}

/** A range as it can be answered. */
export interface StoredRange extends Range {
  readonly edgeResolution: Resolution;
}

/** What is wrong with a request, or null. Unknown interfaces are found later, by the database. */
export function refusalOfTotals(request: TotalsRequest): Refusal | null {
  return refusalOf({ ...request, points: MAX_POINTS, measures: ['average'], compareMs: null });
}

/** A range as far as what is stored can tell it: to the sample, or widened to whole buckets of what is left of its ends. */
export function storedRange(horizons: Horizons, { fromMs, untilMs }: Range): StoredRange {
  const [first, last] = [finestOf(horizons, fromMs), finestOf(horizons, untilMs)];
  return {
    fromMs: first === 'raw' ? fromMs : alignedTo(first.bucketMs, fromMs),
    untilMs: last === 'raw' ? untilMs : -alignedTo(last.bucketMs, -untilMs),
    edgeResolution: first === 'raw' ? 'raw' : first.name,
  };
}

/**
 * The buckets that percentiles are of: seconds from the range's very begin up to five minutes; else a minute at least, since
 * to read an hour of 50,000 series as measured takes a third of a minute.
 */
export function totalsGrid({ fromMs, untilMs, edgeResolution }: StoredRange, finestMs: number): Grid {
  const spanMs = untilMs - fromMs;
  if (edgeResolution === 'raw' && spanMs <= MAX_POINTS * SECOND_MS) {
    return { startMs: fromMs, stepMs: SECOND_MS, count: Math.ceil(spanMs / SECOND_MS) };
  }
  return chooseGrid(fromMs, untilMs, MAX_POINTS, Math.max(ROLLUP_MS, finestMs));
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** One bucket for all of a range, where nothing but its sum is asked: begun, and as wide, so that levels up to a unit, hours or days, are read. */
export function wholeGrid({ fromMs, untilMs }: Range, unitMs: number): Grid {
  const startMs = alignedTo(unitMs, fromMs);
  const stepMs = -alignedTo(unitMs, startMs - untilMs);
  return { startMs, stepMs: unitMs < DAY_MS && stepMs % DAY_MS === 0 ? stepMs + unitMs : stepMs, count: 1 };
}

/** The coarsest resolution that is read for the sum of a range: one of which a whole bucket lies in it. */
export function resolutionOfSum({ fromMs, untilMs }: Range, unitMs: number): Resolution {
  const fitting = LEVELS.filter(({ bucketMs }) => bucketMs <= unitMs);
  const level = fitting.findLast(({ bucketMs }) => alignedTo(bucketMs, untilMs) > -alignedTo(bucketMs, -fromMs));
  return level?.name ?? 'raw';
}

/** The figures of one counter, or of several added up: what groups are ranked by. */
export function figureOf(
  statistics: readonly ExactStatistics[],
  counter: Counter | null,
  figure: (each: ExactStatistics) => number | null,
): number | null {
  const asked = statistics.filter((each) => counter === null || each.counter === counter).map(figure);
  const known = asked.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
