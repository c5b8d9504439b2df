import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import type { Resolution } from '../store/rollup/level.js';
import { askedMembers } from './asked-members.js';
import { finestStepMs, resolutionOf } from './extent.js';
import { type Grid, ROLLUP_MS } from './grid.js';
import type { Group } from './grouping.js';
import type { GroupBins } from './group-bins.js';
import { maximaOf, type Shape } from './host-bins.js';
import { type RankedLines, readRanked, REST } from './lines.js';
import { membersOfGroups, partsOfMembers } from './member-parts.js';
import type { Members } from './members.js';
import { refusalOfRows } from './most-rows.js';
import { MAX_SERIES, OTHERS, type Top } from './series.js';
import { onSnapshot } from './snapshot.js';
import { type RankMeasure, statisticsOf } from './statistics.js';
import { type TopAnswer, topOf } from './top.js';
import {
  DAY_MS,
  type ExactStatistics,
  type GroupTotals,
  HOUR_MS,
  refusalOfTotals,
  resolutionOfSum,
  type StoredRange,
  storedRange,
  type TotalsAnswer,
  totalsGrid,
  type TotalsRequest,
  wholeGrid,
} from './totals.js';
import { WideTurns } from './wide-turns.js';

/** What is left of a range became less while it was read in parts. */
export class MovedRangeError extends Error {}

/** Answers what groups counted over a whole range, to the byte, and how fast that was. */
@Injectable()
export class TotalsQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly wide: WideTurns,
  ) {}

  /** The figures asked for, or what is wrong with the request. */
  async answer(request: TotalsRequest): Promise<Decoded<TotalsAnswer>> {
    const refusal = refusalOfTotals(request);
    if (refusal) return { ok: false, refusal };
    return this.answerOf(request, null);
  }

  /**
   * All figures but the highest rates of single samples: of a fleet, to read these takes a sixth more. Of some groups alone, where
   * these are named by their ids: of all others nothing is read.
   */
  async rates(request: TotalsRequest, groups: ReadonlySet<string> | null = null): Promise<Decoded<TotalsAnswer>> {
    const refusal = refusalOfTotals(request);
    return refusal ? { ok: false, refusal } : this.answerOf(request, 'p95', groups);
  }

  /** What groups counted and how much of that time is known, and nothing else: read from the coarsest levels, it costs least. */
  async sums(request: TotalsRequest): Promise<Decoded<TotalsAnswer>> {
    const refusal = refusalOfTotals(request);
    return refusal ? { ok: false, refusal } : this.answerOf(request, 'total');
  }

  /** The groups with the highest figures, or what is wrong with the request. Nothing is read but what ranks them. */
  async top(request: TotalsRequest, top: Top): Promise<Decoded<TopAnswer>> {
    const refusal = refusalOfTotals({ ...request, top });
    if (refusal) return topOf({ ok: false, refusal }, top);
    const counters = top.counter === null ? request.counters : [top.counter];
    return topOf(await this.answerOf({ ...request, counters, top }, top.by), top);
  }

  private answerOf(
    request: TotalsRequest,
    measure: RankMeasure | null,
    only: ReadonlySet<string> | null = null,
  ): Promise<Decoded<TotalsAnswer>> {
    const read = async (client: ClientBase): Promise<Decoded<TotalsAnswer>> => {
      const asked = await askedMembers(client, request, only ? Infinity : MAX_SERIES);
      if (!asked.ok) return asked;
      const members = only ? membersOfGroups(asked.value, only) : asked.value;
      return { ok: true, value: await answerOn(client, request, members, measure) };
    };
    return this.wide.answer(request, () => onSnapshot(this.database, read));
  }

  /**
   * The same of any number of groups, some at a time: who they are is settled now, and each part is read on a snapshot of its
   * own, so that who reads slowly holds neither one nor a connection. A top is one part, with the rest beside it. All parts are of
   * the range that could be told at first, or it ends with an error. With a measure, only what that needs is read.
   */
  async open(request: TotalsRequest, measure: RankMeasure | null = null): Promise<Decoded<TotalsParts>> {
    const refusal = refusalOfTotals(request);
    if (refusal) return { ok: false, refusal };
    const opened = await onSnapshot(this.database, async (client): Promise<Decoded<Opened>> => {
      const asked = await askedMembers(client, request, Infinity);
      if (!asked.ok) return asked;
      const rowCount = rowsOf(request, asked.value);
      const refusal = refusalOfRows(rowCount, 'counters', 'fewer counters, a filter or the top');
      if (refusal) return { ok: false, refusal };
      return {
        ok: true,
        value: { members: asked.value, rowCount, range: rangeOf(request, await readHorizons(client)) },
      };
    });
    if (!opened.ok) return opened;
    const { members, range, rowCount } = opened.value;
    const parts = request.top ? [members] : partsOfMembers(members, MAX_SERIES);
    return { ok: true, value: { rowCount, parts: this.readParts(request, range, parts, measure) } };
  }

  private async *readParts(
    request: TotalsRequest,
    range: StoredRange,
    parts: Iterable<Members>,
    measure: RankMeasure | null,
  ): AsyncGenerator<TotalsAnswer> {
    for (const part of parts) {
      const answer = await onSnapshot(this.database, (client) => answerOn(client, request, part, measure));
      // A file whose rows are of different ranges would be wrong, and look right.
      if (!isOf(range, answer)) {
        throw new MovedRangeError('samples at an end of the range were dropped while it was read: ask again');
      }
      yield answer;
    }
  }
}

/** Totals of some groups at a time. */
export interface TotalsParts {
  readonly parts: AsyncIterable<TotalsAnswer>;
  /** One for each counter of each group, in all parts. */
  readonly rowCount: number;
}

/** Totals that are read part by part. */
interface Opened {
  readonly members: Members;
  readonly rowCount: number;
  readonly range: StoredRange;
}

/** Answers all figures, or whatever a measure needs. */
async function answerOn(
  client: ClientBase,
  request: TotalsRequest,
  members: Members,
  measure: RankMeasure | null,
): Promise<TotalsAnswer> {
  const horizons = await readHorizons(client);
  const range = rangeOf(request, horizons);
  const finestMs = finestStepMs(horizons, range.fromMs);
  const grid = totalsGrid(range, finestMs);
  const read = (more: Pick<Shape, 'grid' | 'maxima'>): Promise<RankedLines> =>
    readRanked(client, request, members, { counters: request.counters, sums: false, range, ...more });
  const maxima = measure === null || measure === 'maximum' ? maximaOf(request.counters) : [];
  const { lines, resolution } =
    measure === 'total'
      ? await readSums(range, finestMs, (whole) => read({ grid: whole, maxima: [] }))
      : { lines: await read({ grid, maxima }), resolution: readAt(grid) };
  return {
    ...{ fromMs: range.fromMs, toMs: range.untilMs, stepMs: grid.stepMs, edgeResolution: range.edgeResolution },
    ...{ resolution, groups: totalsOf(members.groups, lines), groupCount: members.groups.length },
  };
}

/** Reads sums by days; by hours again where that of a day was more than a bucket holds, and hours are kept. */
async function readSums(
  range: StoredRange,
  finestMs: number,
  read: (grid: Grid) => Promise<RankedLines>,
): Promise<{ readonly lines: RankedLines; readonly resolution: Resolution }> {
  const of = async (unitMs: number): Promise<{ readonly lines: RankedLines; readonly resolution: Resolution }> => ({
    lines: await read(wholeGrid(range, unitMs)),
    resolution: resolutionOfSum(range, unitMs),
  });
  const byDays = await of(DAY_MS);
  const isCapped = byDays.lines.lines.some(({ bins }) => bins.exact?.isCapped);
  return isCapped && finestMs <= HOUR_MS ? of(HOUR_MS) : byDays;
}

function readAt(grid: Grid): Resolution {
  return grid.stepMs < ROLLUP_MS ? 'raw' : resolutionOf(grid);
}

/** How many rows a file of them has: one for each counter of a group, and of the rest beside a top. */
function rowsOf({ counters, top }: TotalsRequest, { groups }: Members): number {
  return counters.length * Math.min(groups.length, top ? top.count + 1 : Infinity);
}

function isOf({ fromMs, untilMs, edgeResolution }: StoredRange, answer: TotalsAnswer): boolean {
  return answer.fromMs === fromMs && answer.toMs === untilMs && answer.edgeResolution === edgeResolution;
}

function rangeOf({ fromMs, toMs }: TotalsRequest, horizons: Horizons): StoredRange {
  return storedRange(horizons, { fromMs, untilMs: toMs });
}

function totalsOf(groups: readonly Group[], { lines, restCount }: RankedLines): GroupTotals[] {
  return lines.map(({ index, bins }) => {
    const group = groups[index];
    const figures = { totals: exactTotals(bins), statistics: () => exactStatistics(bins) };
    if (index === REST || !group) return { group: OTHERS, keys: [], others: restCount, ...figures };
    return { group: group.id, keys: group.keys, others: null, ...figures };
  });
}

function exactTotals({ shape, exact }: GroupBins): GroupTotals['totals'] {
  return shape.counters.map((counter, index) => ({ counter, total: exact?.exact(index) ?? 0n }));
}

function exactStatistics(bins: GroupBins): ExactStatistics[] {
  return statisticsOf(bins).map((each, counter) => ({ ...each, total: bins.exact?.exact(counter) ?? 0n }));
}
