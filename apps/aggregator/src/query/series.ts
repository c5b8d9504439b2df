import { type Counter, COUNTERS, type PerCounter, type Refusal } from '@weir/model';
import type { Resolution } from '../store/rollup/level.js';
import type { Column } from './column.js';
import { type Filter, refusalOfFilter } from './filter.js';
import type { Grouping, GroupKey } from './grouping.js';
import { refusalOfNul } from './nul.js';
import type { RankMeasure, Statistics } from './statistics.js';

/** What is answered of each bucket, besides the statistics of the whole range. */
export type BucketMeasure = 'average' | 'sum' | 'maximum';

/** The groups with the highest figures; what remains is answered as one group. */
export interface Top {
  readonly count: number;
  readonly by: RankMeasure;
  /** Null = the sum over all counters asked. */
  readonly counter: Counter | null;
}

/** Which rates are asked of which interfaces: those named, or those that pass the filter. */
export interface SeriesRequest {
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
  readonly counters: readonly Counter[];
  readonly grouping: Grouping;
  readonly measures: readonly BucketMeasure[];
  readonly top: Top | null;
  /** How much earlier the range lies that is compared with; null = none. */
  readonly compareMs: number | null;
}

/** Rates over time, as columns. `at` holds the start of each bucket, ms since 1970; null in a column is a gap. */
export interface SeriesAnswer {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** What was read: raw samples or a level of the roll-up; what is not rolled up yet is read from finer ones. */
  readonly resolution: Resolution;
  readonly at: readonly number[];
  readonly series: readonly GroupSeries[];
  /** How many groups there are, those that are summed up in one included. */
  readonly groupCount: number;
  /** How much earlier the compared range lies: as asked, rounded to what is still stored; null = none was asked. */
  readonly compareMs: number | null;
}

/** Figures of a group in a range: `rxBytesPerSecond` and so on, one value for each entry of `at`. */
export interface GroupFigures {
  readonly columns: Readonly<Record<string, Column>>;
  /** Worked out when asked for. */
  statistics(): readonly Statistics[];
}

/** What is answered of one group. */
export interface GroupSeries extends GroupFigures {
  readonly group: string;
  readonly keys: readonly GroupKey[];
  /** Of how many groups this is the sum, where it is that of the rest beside the top; null = it is one group. */
  readonly others: number | null;
  /** The same of the compared range, bucket by bucket; null where none was asked. */
  readonly earlier: GroupFigures | null;
}

/** What is counted where nobody says what. */
export const DEFAULT_COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];

/** A chart has no more pixels to show, and the database no reason to send them. */
export const MAX_POINTS = 300;

/** More lines than this tell nothing in one chart; grouped, any number is fine. */
export const MAX_SERIES = 1_000;

/** The id of the sum of what is not in the top. */
export const OTHERS = 'others';

const MAX_KEYS = 4;
const YEAR_10000_MS = Date.UTC(10_000, 0);

/** What is wrong with a request, or null. Unknown interfaces are found later, by the database. */
export function refusalOf(request: SeriesRequest): Refusal | null {
  const { interfaces, filter } = request;
  return (
    refusalOfRange(request) ??
    (request.counters.length === 0 ? { field: 'counters', reason: 'is empty: name at least one' } : null) ??
    (request.measures.length === 0 ? { field: 'measures', reason: 'is empty: name at least one' } : null) ??
    refusalOfGrouping(request.grouping) ??
    refusalOfTop(request) ??
    (interfaces && filter ? { field: 'filter', reason: 'excludes interfaces: give one of them' } : null) ??
    (filter && refusalOfFilter(filter))
  );
}

/** What is wrong with a grouping, or null. */
export function refusalOfGrouping({ dimensions, labels }: Grouping): Refusal | null {
  const keys = [...dimensions, ...labels.map((label) => `label ${label}`)];
  if (keys.length === 0) return { field: 'groupBy', reason: 'is empty: name at least one dimension, or a label' };
  if (keys.length > MAX_KEYS) return { field: 'groupBy', reason: `has more than ${MAX_KEYS} dimensions and labels` };
  if (new Set(keys).size < keys.length) return { field: 'groupBy', reason: 'names one twice' };
  return refusalOfNul('groupByLabels', labels);
}

/** What is wrong with a range and how it is to be cut, or null. */
export function refusalOfRange({
  fromMs,
  toMs,
  points,
  compareMs,
}: Pick<SeriesRequest, 'fromMs' | 'toMs' | 'points' | 'compareMs'>): Refusal | null {
  if (!isStorable(fromMs)) return { field: 'from', reason: 'is not between the years 1970 and 9999' };
  if (!isStorable(toMs)) return { field: 'to', reason: 'is not between the years 1970 and 9999' };
  if (fromMs >= toMs) return { field: 'from', reason: 'is not before to' };
  if (!Number.isInteger(points) || points < 1 || points > MAX_POINTS) {
    return { field: 'points', reason: `is not between 1 and ${MAX_POINTS}` };
  }
  if (compareMs === null) return null;
  if (Number.isInteger(compareMs) && compareMs > 0 && isStorable(fromMs - compareMs)) return null;
  return { field: 'compareMilliseconds', reason: 'is no whole number of ms that leads back to 1970 or later' };
}

function refusalOfTop({ top, counters }: SeriesRequest): Refusal | null {
  if (!top) return null;
  if (!Number.isInteger(top.count) || top.count < 1 || top.count > MAX_SERIES) {
    return { field: 'top.count', reason: `is not between 1 and ${MAX_SERIES}` };
  }
  if (top.counter !== null && !counters.includes(top.counter)) {
    return { field: 'top.counter', reason: 'is none of the counters asked' };
  }
  return null;
}

/** The column of a counter's rate: `rxBytes` → `rxBytesPerSecond`. */
export function rateName(counter: Counter): string {
  return `${counter}PerSecond`;
}

/** Rates of all counters by those names. */
export function ratesByName<Rate>(rates: PerCounter<Rate>): Record<string, Rate> {
  return Object.fromEntries(COUNTERS.map((counter) => [rateName(counter), rates[counter]]));
}

/** The column of a counter's highest rate: `rxBytes` → `rxBytesPerSecondMaximum`. */
export function maximumName(counter: Counter): string {
  return `${rateName(counter)}Maximum`;
}

const isStorable = (ms: number): boolean => ms >= 0 && ms < YEAR_10000_MS;
