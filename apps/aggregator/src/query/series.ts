import type { Counter, Refusal } from '@weir/model';
import type { Resolution } from '../store/rollup/level.js';
import { type InterfaceFilter, refusalOfFilter } from './interfaces.js';

/** How interfaces are drawn together: each alone, by host, or all as one. */
export type SeriesGrouping = 'interface' | 'host' | 'all';

/** Which rates are asked of which interfaces: those named, or those that pass the filter. */
export interface SeriesRequest {
  readonly interfaces: readonly string[] | null;
  readonly filter: InterfaceFilter | null;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
  readonly counters: readonly Counter[];
  readonly grouping: SeriesGrouping;
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
}

/** The rates of one group: `rxBytesPerSecond` and so on, one value for each entry of `at`. */
export interface GroupSeries {
  /** Interface id, host id, or `all`. */
  readonly group: string;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A chart has no more pixels to show, and the database no reason to send them. */
export const MAX_POINTS = 300;

/** More lines than this tell nothing in one chart; grouped, any number is fine. */
export const MAX_SERIES = 1_000;

const YEAR_10000_MS = Date.UTC(10_000, 0);

/** What is wrong with a request, or null. Unknown interfaces are found later, by the database. */
export function refusalOf(request: SeriesRequest): Refusal | null {
  const { fromMs, toMs, points, counters, interfaces, filter } = request;
  if (!isStorable(fromMs)) return { field: 'from', reason: 'is not between the years 1970 and 9999' };
  if (!isStorable(toMs)) return { field: 'to', reason: 'is not between the years 1970 and 9999' };
  if (fromMs >= toMs) return { field: 'from', reason: 'is not before to' };
  if (!Number.isInteger(points) || points < 1 || points > MAX_POINTS) {
    return { field: 'points', reason: `is not between 1 and ${MAX_POINTS}` };
  }
  if (counters.length === 0) return { field: 'counters', reason: 'is empty: name at least one' };
  if (interfaces && filter) return { field: 'filter', reason: 'excludes interfaces: give one of them' };
  return filter && refusalOfFilter(filter);
}

/** The column of a counter's rate: `rxBytes` → `rxBytesPerSecond`. */
export function rateName(counter: Counter): string {
  return `${counter}PerSecond`;
}

const isStorable = (ms: number): boolean => ms >= 0 && ms < YEAR_10000_MS;
