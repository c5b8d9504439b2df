import { Args, Query, Resolver } from '@nestjs/graphql';
import { MAX_POINTS, type SeriesRequest } from '../../../query/series.js';
import { SeriesQuery } from '../../../query/series.query.js';
import { accepted } from '../errors.js';
import { SeriesInput, SeriesResult } from '../types/series.type.js';

@Resolver()
export class SeriesResolver {
  constructor(private readonly query: SeriesQuery) {}

  @Query(() => SeriesResult, { description: 'Rates over time, for charts.' })
  async series(@Args('input', { type: () => SeriesInput }) input: SeriesInput): Promise<SeriesResult> {
    const { fromMs, toMs, stepMs, ...answer } = accepted(await this.query.answer(asRequest(input)));
    return { ...answer, from: new Date(fromMs), to: new Date(toMs), stepMilliseconds: stepMs };
  }
}

/** A field given as null means its default, as if it were left out. */
function asRequest(input: SeriesInput): SeriesRequest {
  return {
    interfaces: input.interfaces ?? null,
    filter: input.filter ?? null,
    fromMs: input.from.getTime(),
    toMs: input.to.getTime(),
    points: input.points ?? MAX_POINTS,
    counters: input.counters ?? ['rxBytes', 'txBytes'],
    grouping: input.grouping ?? 'interface',
  };
}
