import { Args, Query, Resolver } from '@nestjs/graphql';
import { DEFAULT_COUNTERS, type Top } from '../../../query/series.js';
import type { GroupTotals as Answered, TotalsAnswer, TotalsRequest } from '../../../query/totals.js';
import { TotalsQuery } from '../../../query/totals.query.js';
import { asGrouping } from '../as-grouping.js';
import { asTop } from '../as-top.js';
import { accepted } from '../errors.js';
import { TopGroupsInput, TotalsInput } from '../types/totals.input.js';
import { type CounterTotals, type GroupTotals, TopResult, TotalsResult } from '../types/totals.type.js';

const DEFAULT_COUNT = 10;

@Resolver()
export class TotalsResolver {
  constructor(private readonly query: TotalsQuery) {}

  @Query(() => TotalsResult, {
    description: 'What groups counted over a whole range, to the byte, and how fast: average, maximum, percentiles.',
  })
  async totals(
    @Args('input', { type: () => TotalsInput, description: 'Whose traffic, over which range, and how it is added up.' })
    input: TotalsInput,
  ): Promise<TotalsResult> {
    const answer = accepted(await this.query.answer(asRequest(input, asTop(input.top))));
    return { ...asRange(answer), groups: answer.groups.map(asGroup) };
  }

  @Query(() => TopResult, { description: 'The groups with the highest figures over a range: who uses most.' })
  async top(
    @Args('input', {
      type: () => TopGroupsInput,
      description: 'Whose traffic, over which range, and what is ranked by.',
    })
    input: TopGroupsInput,
  ): Promise<TopResult> {
    const top = {
      count: input.count ?? DEFAULT_COUNT,
      by: input.by ?? 'total',
      counter: input.counter ?? null,
    } as const;
    const answer = accepted(await this.query.top(asRequest(input, top), top));
    const { total, sharePercent } = answer.others;
    return {
      ...{ ...asRange(answer), by: top.by, othersTotal: String(total), othersSharePercent: sharePercent },
      groups: answer.groups.map((group, index) => ({ ...group, rank: index + 1, total: String(group.total) })),
    };
  }
}

/** A field given as null means its default, as if it were left out. */
function asRequest(input: TotalsInput | TopGroupsInput, top: Top | null): TotalsRequest {
  const { interfaces = null, filter = null } = input;
  return {
    ...{ interfaces, filter, top, grouping: asGrouping(input) },
    ...{ fromMs: input.from.getTime(), toMs: input.to.getTime() },
    counters: input.counters ?? DEFAULT_COUNTERS,
  };
}

type Range = Omit<TotalsResult, 'groups'>;

function asRange({
  fromMs,
  toMs,
  resolution,
  edgeResolution,
  stepMs,
  groupCount,
}: Omit<TotalsAnswer, 'groups'>): Range {
  return {
    ...{ from: new Date(fromMs), to: new Date(toMs), resolution, edgeResolution },
    ...{ stepMilliseconds: stepMs, groupCount },
  };
}

/** Statistics are sorted out of all buckets: only for who asks for them, so the field is a getter. */
function asGroup({ group, keys, others, statistics }: Answered): GroupTotals {
  return {
    ...{ group, keys, others },
    get counters(): CounterTotals[] {
      return statistics().map(({ coveredMs, total, ...rest }) => {
        return { ...rest, total: String(total), coveredMilliseconds: coveredMs };
      });
    },
  };
}
