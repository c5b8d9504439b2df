import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { roundedRate } from '../../../query/group-bins.js';
import { CorrelationQuery } from '../../../query/outlook/correlation.query.js';
import { ForecastQuery } from '../../../query/outlook/forecast.query.js';
import { HOUR_MS } from '../../../query/outlook/hourly.query.js';
import { TrendQuery } from '../../../query/outlook/trend.query.js';
import { BaselineQuery } from '../../../query/patterns/baseline.query.js';
import { MAX_POINTS } from '../../../query/series.js';
import { accepted } from '../errors.js';
import { DateTime } from '../scalars.js';
import { asBand } from './as-band.js';
import { BaselineBandType } from './baseline.type.js';
import { asLine } from './line.input.js';
import {
  CorrelationInput,
  CorrelationType,
  ForecastInput,
  ForecastType,
  TrendInput,
  TrendType,
} from './outlook.type.js';

const DEFAULT_HOURS = 48;

@Resolver()
export class OutlookResolver {
  constructor(
    private readonly trends: TrendQuery,
    private readonly correlations: CorrelationQuery,
    private readonly forecasts: ForecastQuery,
    private readonly baselines: BaselineQuery,
  ) {}

  @Query(() => TrendType, { description: 'Where traffic is heading over any range.' })
  async trend(
    @Args('input', { type: () => TrendInput, description: 'Whose traffic, over which range.' }) input: TrendInput,
  ): Promise<TrendType> {
    const answer = accepted(await this.trends.answer(asLine(input), input.from.getTime(), input.to.getTime()));
    const { direction, slopePerDay, lowPerDay, highPerDay, startLevel, endLevel } = answer.trend;
    return {
      ...{ from: new Date(answer.fromMs), to: new Date(answer.toMs), stepMilliseconds: answer.stepMs, direction },
      ...{ slopePerDay: known(slopePerDay), lowPerDay: known(lowPerDay), highPerDay: known(highPerDay) },
      ...{ startPerSecond: known(startLevel), endPerSecond: known(endLevel), sentence: answer.sentence },
    };
  }

  @Query(() => CorrelationType, { description: 'How much, and how late, one line of traffic follows another.' })
  async correlation(
    @Args('input', { type: () => CorrelationInput, description: 'Which two, over which range.' })
    { one, other, from, to }: CorrelationInput,
  ): Promise<CorrelationType> {
    const asked = { one: asLine(one), other: asLine(other), fromMs: from.getTime(), toMs: to.getTime() };
    const { fromMs, toMs, stepMs, correlation, sentence } = accepted(await this.correlations.answer(asked));
    return {
      ...{ from: new Date(fromMs), to: new Date(toMs), stepMilliseconds: stepMs, sentence },
      ...{ correlation: correlation?.strength ?? null, lagMilliseconds: correlation?.lagMs ?? null },
      chance: correlation?.chance ?? null,
    };
  }

  @Query(() => ForecastType, { description: 'What traffic is to be expected in the next hours and weeks.' })
  async forecast(
    @Args('input', { type: () => ForecastInput, description: 'Whose traffic, and how far ahead.' })
    input: ForecastInput,
  ): Promise<ForecastType> {
    const answer = accepted(await this.forecasts.answer(asLine(input), input.hours ?? DEFAULT_HOURS));
    return {
      ...{ at: answer.at, stepMilliseconds: HOUR_MS, historyHours: answer.hoursOfHistory, sentence: answer.sentence },
      value: answer.value.map(roundedRate),
      low: answer.low.map(roundedRate),
      high: answer.high.map(roundedRate),
    };
  }

  @Query(() => BaselineBandType, {
    nullable: true,
    description: 'What is usual for an interface at the hours of a range; null where that is not known yet.',
  })
  async baseline(
    @Args('interface', { type: () => ID, description: 'Id of the interface.' }) netId: string,
    @Args('from', { type: () => DateTime, description: 'Begin of the range; must lie before `to`.' }) from: Date,
    @Args('to', { type: () => DateTime, description: 'End of the range; may lie ahead.' }) to: Date,
    @Args('points', {
      type: () => Int,
      nullable: true,
      defaultValue: MAX_POINTS,
      description: `The most points to answer, 1 to ${MAX_POINTS}; the step is chosen as that of a series.`,
    })
    points: number | null,
  ): Promise<BaselineBandType | null> {
    const asked = { netId, fromMs: from.getTime(), toMs: to.getTime(), points: points ?? MAX_POINTS };
    return asBand(accepted(await this.baselines.band(asked)));
  }
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
