import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { readHorizons } from '../store/rollup/horizon.js';
import { askedMembers } from './asked-members.js';
import { finestStepMs, resolutionOf } from './extent.js';
import { ROLLUP_MS } from './grid.js';
import type { Group } from './grouping.js';
import type { GroupBins } from './group-bins.js';
import { maximaOf } from './host-bins.js';
import { type RankedLines, readRanked, REST } from './lines.js';
import { OTHERS } from './series.js';
import { onSnapshot } from './snapshot.js';
import { statisticsOf } from './statistics.js';
import {
  type ExactStatistics,
  type GroupTotals,
  refusalOfTotals,
  storedRange,
  type TotalsAnswer,
  totalsGrid,
  type TotalsRequest,
} from './totals.js';

/** Answers what groups counted over a whole range, to the byte, and how fast that was. */
@Injectable()
export class TotalsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The figures asked for, or what is wrong with the request. */
  async answer(request: TotalsRequest): Promise<Decoded<TotalsAnswer>> {
    const refusal = refusalOfTotals(request);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, (client) => answerOn(client, request));
  }
}

async function answerOn(client: ClientBase, request: TotalsRequest): Promise<Decoded<TotalsAnswer>> {
  const asked = await askedMembers(client, request);
  if (!asked.ok) return asked;
  const members = asked.value;
  const horizons = await readHorizons(client);
  const range = storedRange(horizons, { fromMs: request.fromMs, untilMs: request.toMs });
  const grid = totalsGrid(range, finestStepMs(horizons, range.fromMs));
  const { counters } = request;
  const shape = { grid, counters, maxima: maximaOf(counters), sums: false, range };
  const lines = await readRanked(client, request, members, shape);
  return {
    ok: true,
    value: {
      ...{ fromMs: range.fromMs, toMs: range.untilMs, stepMs: grid.stepMs, edgeResolution: range.edgeResolution },
      resolution: grid.stepMs < ROLLUP_MS ? 'raw' : resolutionOf(grid),
      groups: totalsOf(members.groups, lines),
      groupCount: members.groups.length,
    },
  };
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
