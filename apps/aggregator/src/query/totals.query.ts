import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import { askedMembers } from './asked-members.js';
import { finestStepMs, resolutionOf } from './extent.js';
import { ROLLUP_MS } from './grid.js';
import type { Group } from './grouping.js';
import type { GroupBins } from './group-bins.js';
import { maximaOf } from './host-bins.js';
import { type RankedLines, readRanked, REST } from './lines.js';
import { partsOfMembers } from './member-parts.js';
import type { Members } from './members.js';
import { MAX_SERIES, OTHERS } from './series.js';
import { onSnapshot } from './snapshot.js';
import { statisticsOf } from './statistics.js';
import {
  type ExactStatistics,
  type GroupTotals,
  refusalOfTotals,
  type StoredRange,
  storedRange,
  type TotalsAnswer,
  totalsGrid,
  type TotalsRequest,
} from './totals.js';

/** What is left of a range became less while it was read in parts. */
export class MovedRangeError extends Error {}

/** Answers what groups counted over a whole range, to the byte, and how fast that was. */
@Injectable()
export class TotalsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The figures asked for, or what is wrong with the request. */
  async answer(request: TotalsRequest): Promise<Decoded<TotalsAnswer>> {
    const refusal = refusalOfTotals(request);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, async (client) => {
      const asked = await askedMembers(client, request);
      return asked.ok ? { ok: true, value: await answerOn(client, request, asked.value) } : asked;
    });
  }

  /**
   * The same of any number of groups, some at a time: who they are is settled now, and each part is read on a snapshot of its
   * own, so that who reads slowly holds neither one nor a connection. A top is one part, with the rest beside it. All parts are of
   * the range that could be told at first, or it ends with an error.
   */
  async open(request: TotalsRequest): Promise<Decoded<AsyncIterable<TotalsAnswer>>> {
    const refusal = refusalOfTotals(request);
    if (refusal) return { ok: false, refusal };
    const opened = await onSnapshot(this.database, async (client) => {
      const asked = await askedMembers(client, request, Infinity);
      return asked.ok ? { ...asked, range: rangeOf(request, await readHorizons(client)) } : asked;
    });
    if (!opened.ok) return opened;
    const { value: members, range } = opened;
    const parts = request.top ? [members] : partsOfMembers(members, MAX_SERIES);
    return { ok: true, value: this.readParts(request, range, parts) };
  }

  private async *readParts(
    request: TotalsRequest,
    range: StoredRange,
    parts: Iterable<Members>,
  ): AsyncGenerator<TotalsAnswer> {
    for (const part of parts) {
      const answer = await onSnapshot(this.database, (client) => answerOn(client, request, part));
      // A file whose rows are of different ranges would be wrong, and look right.
      if (!isOf(range, answer)) {
        throw new MovedRangeError('samples at an end of the range were dropped while it was read: ask again');
      }
      yield answer;
    }
  }
}

async function answerOn(client: ClientBase, request: TotalsRequest, members: Members): Promise<TotalsAnswer> {
  const horizons = await readHorizons(client);
  const range = rangeOf(request, horizons);
  const grid = totalsGrid(range, finestStepMs(horizons, range.fromMs));
  const { counters } = request;
  const shape = { grid, counters, maxima: maximaOf(counters), sums: false, range };
  const lines = await readRanked(client, request, members, shape);
  return {
    ...{ fromMs: range.fromMs, toMs: range.untilMs, stepMs: grid.stepMs, edgeResolution: range.edgeResolution },
    resolution: grid.stepMs < ROLLUP_MS ? 'raw' : resolutionOf(grid),
    groups: totalsOf(members.groups, lines),
    groupCount: members.groups.length,
  };
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
