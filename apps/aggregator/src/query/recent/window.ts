import { LONGEST_SAMPLE_MS } from '../../store/block/window.js';
import type { Segment } from '../extent.js';
import { endOf, type Grid } from '../grid.js';
import { HostBins, type Shape } from '../host-bins.js';
import type { HostUnits, Unit } from '../members.js';
import { Scratch } from '../scratch.js';
import type { Known, Renewal } from './renewal.js';

/** What a host's units counted in the buckets of a grid. */
export interface Window extends Known {
  /** Null where some of it could not be read at times: that is worked out anew each time, few hosts ever have it. */
  readonly bins: HostBins | null;
}

/** Beside its values, a window has names and objects. */
const BYTES_A_WINDOW = 1_500;
/** Where the id of a series is listed, and found by. */
const BYTES_A_SERIES = 64;
/** Charts of one step whose lengths differ by less share a window. */
const COUNTS_ALIKE = 10;

/** The same for all who ask for the same series of a host, added up alike, in windows of one step and about one length. */
export function nameOf({ hostId, units }: HostUnits, { grid, counters, maxima }: Shape): string {
  const { startMs, stepMs, count } = grid;
  const length = Math.ceil((count - 1) / COUNTS_ALIKE);
  const series = units.map(({ seriesIds }) => seriesIds.join('+'));
  return [hostId, stepMs, startMs % stepMs, length, counters, maxima, ...series].join();
}

/** What a window holds in memory, about, beside its name. */
export function bytesOf({ grid, counters, maxima }: Shape, units: readonly Unit[]): number {
  const rows = units.length * (1 + counters.length + maxima.length) + 1;
  const series = units.reduce((sum, { seriesIds }) => sum + seriesIds.length, 0);
  return BYTES_A_WINDOW + series * BYTES_A_SERIES + rows * grid.count * Float64Array.BYTES_PER_ELEMENT;
}

/** The stretch of raw samples that fills a grid from a moment on. */
export function rawFrom(grid: Grid, fromMs: number): Segment {
  return { resolution: 'raw', fromMs: fromMs - LONGEST_SAMPLE_MS, untilMs: endOf(grid) };
}

/** Fills a window from all its blocks; null where some of it could not be read. */
export function filledWindow(host: HostUnits, shape: Shape, blocks: readonly Uint8Array[]): HostBins | null {
  const bins = emptyWindow(host, shape);
  return bins.add(rawFrom(shape.grid, shape.grid.startMs), blocks).length > 0 ? null : bins;
}

/** Fills a window from an earlier one, and from what has come since; null where some of that could not be read. */
export function addedWindow(
  host: HostUnits,
  known: HostBins,
  shape: Shape,
  blocks: readonly Uint8Array[],
): HostBins | null {
  const bins = emptyWindow(host, shape);
  bins.takeOver(known);
  return bins.add(rawFrom(shape.grid, shape.grid.startMs), blocks).length > 0 ? null : bins;
}

/** Fills a window from an earlier one, and from the blocks of what is new since; null where some of that could not be read. */
export function renewedWindow(
  { host, known, renewal }: { readonly host: HostUnits; readonly known: HostBins; readonly renewal: Renewal },
  shape: Shape,
  blocks: readonly Uint8Array[],
  scratch: Scratch,
): HostBins | null {
  const { startMs, stepMs, count } = shape.grid;
  const done = Math.min(count, (renewal.fromMs - startMs) / stepMs);
  const grid = { startMs: renewal.fromMs, stepMs, count: count - done };
  const news = new HostBins({ ...shape, grid }, host.units, host.coarseMs, scratch, true);
  if (news.add(rawFrom(grid, grid.startMs), blocks).length > 0) return null;
  const bins = emptyWindow(host, shape);
  bins.takeOver(known);
  bins.takeOver(news);
  return bins;
}

/** Lengths are kept of all samples: what lived when tells the inventory later, and of earlier. */
function emptyWindow({ units, coarseMs }: HostUnits, shape: Shape): HostBins {
  return new HostBins(shape, units, coarseMs, new Scratch(), true);
}
