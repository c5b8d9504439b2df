import { Args, Query, Resolver } from '@nestjs/graphql';
import { DEFAULT_COUNTERS, MAX_POINTS, type SeriesRequest } from '../../../query/series.js';
import { SeriesQuery } from '../../../query/series.query.js';
import { asGrouping } from '../as-grouping.js';
import { asSeriesResult } from '../as-series.js';
import { asTop } from '../as-top.js';
import { accepted } from '../errors.js';
import { SeriesInput } from '../types/series.input.js';
import { SeriesResult } from '../types/series.type.js';

@Resolver()
export class SeriesResolver {
  constructor(private readonly query: SeriesQuery) {}

  @Query(() => SeriesResult, { description: 'Rates over time, for charts.' })
  async series(
    @Args('input', {
      type: () => SeriesInput,
      description: 'Whose rates, over which range, and how they are drawn together.',
    })
    input: SeriesInput,
  ): Promise<SeriesResult> {
    return asSeriesResult(accepted(await this.query.answer(asRequest(input))));
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
    counters: input.counters ?? DEFAULT_COUNTERS,
    grouping: asGrouping(input),
    measures: input.measures ?? ['average'],
    top: asTop(input.top),
    compareMs: input.compareMilliseconds ?? null,
  };
}
