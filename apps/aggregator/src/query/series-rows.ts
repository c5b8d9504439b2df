import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { readHorizons } from '../store/rollup/horizon.js';
import { finestStepMs } from './extent.js';
import type { Filter } from './filter.js';
import { chooseGrid, type Grid } from './grid.js';
import type { Grouping, GroupKey } from './grouping.js';
import { maximaOf } from './host-bins.js';
import { readLines } from './lines.js';
import { type Members, readMembers, unknownInterface } from './members.js';
import { refusalOfRows } from './most-rows.js';
import { seriesOf } from './series.answer.js';
import { type BucketMeasure, MAX_POINTS, maximumName, rateName, refusalOf, type SeriesRequest } from './series.js';
import { onSnapshot } from './snapshot.js';

/** What is asked of a series of any length. */
export interface SeriesRowsRequest {
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Null = chosen to fit a chart. */
  readonly stepMs: number | null;
  readonly counters: readonly Counter[];
  readonly grouping: Grouping;
  readonly measures: readonly BucketMeasure[];
}

/** The figures of a group in one step. */
export interface SeriesRow {
  readonly atMs: number;
  readonly keys: readonly GroupKey[];
  /** One value for each name; null is unknown. */
  readonly values: readonly (number | null)[];
}

/** Rows by time, then by group; a step of which nothing is known of a group has none. Each step is a batch. */
export interface SeriesRows {
  readonly names: readonly string[];
  readonly stepCount: number;
  readonly batches: AsyncIterable<readonly SeriesRow[]>;
}

/** Values in memory at a time: 16 MB. */
const MOST_VALUES = 1_000_000;
const MOST_STEPS_AT_A_TIME = 3_600;
/** As many units of a host are read at a time at most. */
const MOST_UNITS = 1_000;

/** Reads series of any length. */
@Injectable()
export class SeriesRowsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /**
   * Opens a series, to be read one stretch of time after another. Each stretch is read on a snapshot of its own, so that
   * who reads slowly holds neither one nor a connection. Stretches do not overlap: nothing is counted twice.
   */
  async open(request: SeriesRowsRequest): Promise<Decoded<SeriesRows>> {
    const asked: SeriesRequest = { ...request, points: MAX_POINTS, top: null, compareMs: null };
    const refusal = refusalOf(asked);
    if (refusal) return { ok: false, refusal };
    const opened = await onSnapshot(this.database, (client) => openOn(client, request));
    if (!opened.ok) return opened;
    const [members, grid] = opened.value;
    const batches = readAll(this.database, asked, members, grid);
    return { ok: true, value: { names: namesOf(asked), stepCount: grid.count, batches } };
  }
}

async function openOn(client: ClientBase, request: SeriesRowsRequest): Promise<Decoded<[Members, Grid]>> {
  const unknown = await unknownInterface(client, request.interfaces ?? []);
  if (unknown !== null) return refuse('interfaces', `holds ${unknown}, which is no interface`);
  const members = await readMembers(client, request);
  const grid = gridOf(request, finestStepMs(await readHorizons(client), request.fromMs));
  return grid.ok ? fitting(members, grid.value) : grid;
}

function gridOf({ fromMs, toMs, stepMs }: SeriesRowsRequest, finestMs: number): Decoded<Grid> {
  if (stepMs === null) return { ok: true, value: chooseGrid(fromMs, toMs, MAX_POINTS, finestMs) };
  if (stepMs < finestMs) {
    const reason = `is finer than what is kept of that time: ask for ${finestMs / 1_000} s or more, or of a later time`;
    return refuse('step', reason);
  }
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { ok: true, value: { startMs, stepMs, count: Math.ceil((toMs - startMs) / stepMs) } };
}

function fitting(members: Members, grid: Grid): Decoded<[Members, Grid]> {
  const rows = members.groups.length * grid.count;
  const refusal = refusalOfRows(rows, 'step', 'a longer step, a shorter range or a filter');
  return refusal ? { ok: false, refusal } : { ok: true, value: [members, grid] };
}

/** As the columns of a series are called, counter by counter. */
function namesOf({ measures, counters }: SeriesRequest): string[] {
  const maxima = maximaOf(counters);
  return counters.flatMap((counter) => [
    ...(measures.includes('average') ? [rateName(counter)] : []),
    ...(measures.includes('sum') ? [counter] : []),
    ...(measures.includes('maximum') && maxima.includes(counter) ? [maximumName(counter)] : []),
  ]);
}

async function* readAll(
  pool: Pool,
  request: SeriesRequest,
  members: Members,
  grid: Grid,
): AsyncGenerator<readonly SeriesRow[]> {
  const names = namesOf(request);
  for (const part of partsOf(grid, stepsAtATime(members, request))) {
    const lines = await onSnapshot(pool, (client) => readLines(client, request, members, part, null));
    const series = seriesOf(members.groups, lines, request.measures);
    const columns = series.map((each) => ({
      keys: each.keys,
      values: names.map((name) => [...(each.columns[name] ?? [])]),
    }));
    for (let step = 0; step < part.count; step += 1) yield rowsAt(part.startMs + step * part.stepMs, step, columns);
  }
}

function rowsAt(
  atMs: number,
  step: number,
  columns: readonly { readonly keys: readonly GroupKey[]; readonly values: readonly (number | null)[][] }[],
): SeriesRow[] {
  const rows: SeriesRow[] = [];
  for (const { keys, values } of columns) {
    const figures = values.map((column) => column[step] ?? null);
    if (figures.some((figure) => figure !== null)) rows.push({ atMs, keys, values: figures });
  }
  return rows;
}

function stepsAtATime({ groups, hosts }: Members, { counters, measures }: SeriesRequest): number {
  const units = Math.max(0, ...hosts.map(({ units: some }) => Math.min(MOST_UNITS, some.length)));
  const values = Math.max(groups.length, units) * counters.length * measures.length;
  return Math.max(1, Math.min(MOST_STEPS_AT_A_TIME, Math.floor(MOST_VALUES / Math.max(1, values))));
}

function* partsOf({ startMs, stepMs, count }: Grid, steps: number): Generator<Grid> {
  for (let first = 0; first < count; first += steps) {
    yield { startMs: startMs + first * stepMs, stepMs, count: Math.min(steps, count - first) };
  }
}

function refuse<T>(field: string, reason: string): Decoded<T> {
  return { ok: false, refusal: { field, reason } };
}
