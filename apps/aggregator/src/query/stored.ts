import type { Counter } from '@weir/model';
import type { ClientBase } from 'pg';
import { type Bins, emptyBins, spread } from './bins.js';
import type { Extent } from './extent.js';
import type { Grid } from './grid.js';
import { presenceSql, trafficSql, unreadSql } from './series.sql.js';

/** What a unit counted in each bucket, and how many ms its samples are long. */
export interface UnitTraffic {
  readonly sampled: Bins;
  readonly sums: ReadonlyMap<Counter, Bins>;
}

interface BinRow {
  readonly unit: number;
  /** Number of the first bucket; negative before the grid. */
  readonly bucket: number;
  readonly buckets: number;
}

type MsRow = BinRow & { readonly ms: number };
type TrafficRow = MsRow & Readonly<Partial<Record<Counter, number>>>;

/** ms of presence of each host. */
export async function readPresence(
  client: ClientBase,
  extent: Extent,
  hostIds: readonly number[],
): Promise<Map<number, Bins>> {
  return readMs(client, presenceSql(extent), extent, hostIds);
}

/** ms in which series could not be read; series that always could are left out. */
export async function readUnread(
  client: ClientBase,
  extent: Extent,
  seriesIds: readonly number[],
): Promise<Map<number, Bins>> {
  return readMs(client, unreadSql(extent), extent, seriesIds);
}

/** What units counted, by their index; units without a row are left out. */
export async function readTraffic(
  client: ClientBase,
  extent: Extent,
  units: readonly { readonly seriesIds: readonly number[] }[],
  counters: readonly Counter[],
): Promise<Map<number, UnitTraffic>> {
  const seriesIds = units.flatMap((unit) => unit.seriesIds);
  const indexes = units.flatMap((unit, index) => unit.seriesIds.map(() => index));
  const sql = trafficSql(counters, extent);
  const { rows } = await client.query<TrafficRow>(sql, parameters(extent, seriesIds, indexes));
  const traffic = new Map<number, UnitTraffic>();
  for (const row of rows) addTraffic(traffic, extent.grid, counters, row);
  return traffic;
}

async function readMs(
  client: ClientBase,
  sql: string,
  extent: Extent,
  ids: readonly number[],
): Promise<Map<number, Bins>> {
  const { rows } = await client.query<MsRow>(sql, parameters(extent, ids, ids));
  const found = new Map<number, Bins>();
  for (const row of rows) {
    const bins = found.get(row.unit) ?? emptyBins(extent.grid);
    found.set(row.unit, bins);
    spread(bins, row.bucket, row.buckets, row.ms);
  }
  return found;
}

function addTraffic(
  traffic: Map<number, UnitTraffic>,
  grid: Grid,
  counters: readonly Counter[],
  row: TrafficRow,
): void {
  const unit = traffic.get(row.unit) ?? emptyTraffic(grid, counters);
  traffic.set(row.unit, unit);
  spread(unit.sampled, row.bucket, row.buckets, row.ms);
  for (const [counter, bins] of unit.sums) spread(bins, row.bucket, row.buckets, row[counter] ?? 0);
}

function emptyTraffic(grid: Grid, counters: readonly Counter[]): UnitTraffic {
  return { sampled: emptyBins(grid), sums: new Map(counters.map((counter) => [counter, emptyBins(grid)])) };
}

function parameters({ grid, segments }: Extent, ids: readonly number[], units: readonly number[]): unknown[] {
  const borders = segments.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  return [ids, units, grid.stepMs, ...[grid.startMs, ...borders].map((ms) => new Date(ms).toISOString())];
}
