import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { DEFAULT_COUNTERS } from '../../../query/series.js';
import { DateTime } from '../scalars.js';
import { BucketMeasure, CounterName, Dimension, RankMeasure, SeriesGrouping } from './enums.js';
import { FilterInput } from './filter.input.js';

/** Asks for the groups with the highest figures. */
@InputType('Top', {
  description: 'Only the groups with the highest figures; the rest is answered as one group, `others`.',
})
export class TopInput {
  @Field(() => Int, { description: 'How many groups are answered apart, 1 to 1000.' })
  readonly count: number;

  @Field(() => RankMeasure, {
    nullable: true,
    defaultValue: RankMeasure.TOTAL,
    description: 'What groups are ranked by.',
  })
  readonly by?: RankMeasure | null;

  @Field(() => CounterName, {
    nullable: true,
    description: 'The counter whose figure ranks; left out, the sum of all counters asked does.',
  })
  readonly counter?: CounterName | null;
}

/** Fields by which any figures are asked: of what, and how it is grouped. */
export const GROUPED = ['interfaces', 'filter', 'counters', 'grouping', 'groupBy', 'groupByLabels'] as const;

/** What a chart asks. */
@InputType({
  description:
    'Rates over a range of time, of the interfaces named or of those that pass the filter (see Dimension for what an open ' +
    'filter means).',
})
export class SeriesInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of interfaces; excludes `filter`.' })
  readonly interfaces?: string[] | null;

  @Field(() => FilterInput, { nullable: true, description: 'Excludes `interfaces`.' })
  readonly filter?: FilterInput | null;

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
    defaultValue: [...DEFAULT_COUNTERS],
    description: 'Counters whose rates are wanted.',
  })
  readonly counters?: CounterName[] | null;

  @Field(() => SeriesGrouping, {
    nullable: true,
    defaultValue: SeriesGrouping.INTERFACE,
    description: 'How interfaces are drawn together, where neither `groupBy` nor `groupByLabels` is given.',
  })
  readonly grouping?: SeriesGrouping | null;

  @Field(() => [Dimension], {
    nullable: true,
    description: 'A group for each combination of values in these dimensions, such as `[HOST, NETWORK]`.',
  })
  readonly groupBy?: Dimension[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of container labels by whose values to group too, after `groupBy`.',
  })
  readonly groupByLabels?: string[] | null;

  @Field(() => [BucketMeasure], {
    nullable: true,
    defaultValue: [BucketMeasure.AVERAGE],
    description: 'What is answered of each bucket.',
  })
  readonly measures?: BucketMeasure[] | null;

  @Field(() => TopInput, {
    nullable: true,
    description: 'Only the groups with the highest figures. Needed above 1000 groups.',
  })
  readonly top?: TopInput | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Compares with the same range this many ms earlier (a week: 604800000), bucket by bucket, in `earlier`. Rounded to the ' +
      'resolution that is still stored of that time, to whole minutes from a step of a minute on.',
  })
  readonly compareMilliseconds?: number | null;
}
