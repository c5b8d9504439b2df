import { Args, Query, Resolver } from '@nestjs/graphql';
import {
  DEFAULT_COUNTERS,
  type GroupFigures,
  type GroupSeries,
  MAX_POINTS,
  type SeriesRequest,
} from '../../../query/series.js';
import { SeriesQuery } from '../../../query/series.query.js';
import { asGrouping } from '../as-grouping.js';
import { asTop } from '../as-top.js';
import { accepted } from '../errors.js';
import { SeriesInput } from '../types/series.input.js';
import { type Series, type SeriesFigures, SeriesResult } from '../types/series.type.js';

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
    const answer = accepted(await this.query.answer(asRequest(input)));
    const { fromMs, toMs, stepMs, resolution, at, groupCount } = answer;
    return {
      ...{ from: new Date(fromMs), to: new Date(toMs), stepMilliseconds: stepMs, resolution, at, groupCount },
      series: answer.series.map(asSeries),
      compareMilliseconds: answer.compareMs,
    };
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

function asSeries(line: GroupSeries): Series {
  const { group, keys, others, earlier } = line;
  return Object.assign(asFigures(line), { group, keys, others, earlier: earlier && asFigures(earlier) });
}

/** Statistics are sorted out of all buckets: only for who asks for them, so the field is a getter. */
function asFigures({ columns, statistics }: GroupFigures): SeriesFigures {
  return {
    columns,
    get statistics() {
      return statistics().map(({ coveredMs, ...rest }) => ({ ...rest, coveredMilliseconds: coveredMs }));
    },
  };
}
