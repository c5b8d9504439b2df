import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime, SeriesColumns, Timestamp } from '../scalars.js';
import { CounterName, SeriesGrouping } from './enums.js';
import { InterfaceFilterInput } from './filter.input.js';

/** What a chart asks. */
@InputType({
  description:
    'Rates over a range of time, of the interfaces named or of those that pass the filter (all, where neither is given).',
})
export class SeriesInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of interfaces; excludes `filter`.' })
  readonly interfaces?: string[] | null;

  @Field(() => InterfaceFilterInput, { nullable: true, description: 'Excludes `interfaces`.' })
  readonly filter?: InterfaceFilterInput | null;

  @Field(() => DateTime, { description: 'Begin of the range; must lie before `to`.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of the range.' })
  readonly to: Date;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 300,
    description: 'The most points to answer, 1 to 300. The step is chosen to fit.',
  })
  readonly points?: number | null;

  @Field(() => [CounterName], {
    nullable: true,
    defaultValue: [CounterName.RX_BYTES, CounterName.TX_BYTES],
    description: 'Counters whose rates are wanted.',
  })
  readonly counters?: CounterName[] | null;

  @Field(() => SeriesGrouping, {
    nullable: true,
    defaultValue: SeriesGrouping.INTERFACE,
    description: 'How interfaces are drawn together.',
  })
  readonly grouping?: SeriesGrouping | null;
}

/** The rates of one group. */
@ObjectType({ description: 'The rates of one group.' })
export class Series {
  @Field(() => ID, { description: 'Interface id, host id, or `all`, by the grouping asked.' })
  readonly group: string;

  @Field(() => SeriesColumns, { description: 'One array for each counter asked: `rxBytesPerSecond` …' })
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Rates over time. */
@ObjectType({
  description:
    'Rates over time. A bucket is as wide as the step; its value is the average over the part of it that is known.',
})
export class SeriesResult {
  @Field(() => DateTime, { description: 'Start of the first bucket; may lie a little before the moment asked.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of the last bucket; may lie a little behind the moment asked.' })
  readonly to: Date;

  @Field(() => Float, { description: 'Width of a bucket in ms; a whole number.' })
  readonly stepMilliseconds: number;

  @Field(() => String, {
    description: 'What was read: `raw` samples, or the `1m` roll-up with raw samples where it is not made yet.',
  })
  readonly resolution: string;

  @Field(() => [Timestamp], { description: 'Start of each bucket.' })
  readonly at: readonly number[];

  @Field(() => [Series], { description: 'One entry for each group.' })
  readonly series: readonly Series[];
}
