import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Counter } from '@weir/model';
import { AveragesQuery, type GroupAverages as Answered } from '../../../query/averages.query.js';
import type { GroupAverage } from '../../../query/group-averages.js';
import { DEFAULT_COUNTERS, rateName } from '../../../query/series.js';
import { asGrouping } from '../as-grouping.js';
import { accepted } from '../errors.js';
import { AveragesInput, AveragesResult, type GroupAverages, type WindowAverage } from '../types/averages.type.js';

@Resolver()
export class AveragesResolver {
  constructor(private readonly query: AveragesQuery) {}

  @Query(() => AveragesResult, { description: 'Averages over the last 1, 5 and 15 minutes, of any group.' })
  async averages(
    @Args('input', { type: () => AveragesInput, description: 'Whose averages, and how they are taken together.' })
    input: AveragesInput,
  ): Promise<AveragesResult> {
    const counters = input.counters ?? DEFAULT_COUNTERS;
    const { interfaces = null, filter = null } = input;
    const atMs = input.at?.getTime() ?? null;
    const answer = accepted(
      await this.query.answer({ interfaces, filter, counters, atMs, grouping: asGrouping(input) }),
    );
    return { at: new Date(answer.atMs), groups: answer.groups.map((group) => asGroup(group, counters)) };
  }
}

function asGroup(
  { id, keys, oneMinute, fiveMinutes, fifteenMinutes }: Answered,
  counters: readonly Counter[],
): GroupAverages {
  const average = ({ coveredMs, perSecond }: GroupAverage): WindowAverage => ({
    coveredMilliseconds: coveredMs,
    perSecond:
      perSecond && Object.fromEntries(counters.map((counter, index) => [rateName(counter), perSecond[index] ?? 0])),
  });
  return {
    ...{ group: id, keys },
    ...{ oneMinute: average(oneMinute), fiveMinutes: average(fiveMinutes), fifteenMinutes: average(fifteenMinutes) },
  };
}
