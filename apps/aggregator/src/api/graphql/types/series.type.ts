import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Column } from '../../../query/column.js';
import { DateTime, SeriesColumns, Timestamp } from '../scalars.js';
import { CounterName, Dimension } from './enums.js';

/** What a group is in one dimension. */
@ObjectType({ description: 'What a group is in one dimension.' })
export class GroupKey {
  @Field(() => Dimension, { description: 'The dimension.' })
  readonly dimension: Dimension;

  @Field(() => String, { nullable: true, description: 'Key of the label, where the dimension is LABEL.' })
  readonly label: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id of the host or interface, or the name grouped by; null = has none (not attributed).',
  })
  readonly value: string | null;

  @Field(() => String, { nullable: true, description: 'What people call it; null = has none (not attributed).' })
  readonly name: string | null;
}

const RATE = { nullable: true } as const;

/** Figures of one counter over the whole range. */
@ObjectType({
  description:
    'Figures of one counter over the whole range. Rates are in bytes, packets, errors or drops per second; null = unknown.',
})
export class SeriesStatistics {
  @Field(() => CounterName, { description: 'The counter.' })
  readonly counter: CounterName;

  @Field(() => Float, {
    description: 'What was counted in all: bytes, packets, errors or drops. Exact below 2^53.',
  })
  readonly total: number;

  @Field(() => Float, { ...RATE, description: 'Average of the rate (bytes … per second) over the time known.' })
  readonly averagePerSecond: number | null;

  @Field(() => Float, {
    ...RATE,
    description:
      'Highest rate, in bytes per second, that one of its interfaces had in one sample (a second, usually). Null unless ' +
      '`measures` holds MAXIMUM, and for counters other than bytes.',
  })
  readonly maximumPerSecond: number | null;

  @Field(() => Float, { ...RATE, description: 'Rate (bytes … per second) that half of the buckets do not exceed.' })
  readonly p50PerSecond: number | null;

  @Field(() => Float, { ...RATE, description: 'Rate (bytes … per second) that 95 % of the buckets do not exceed.' })
  readonly p95PerSecond: number | null;

  @Field(() => Float, { ...RATE, description: 'Rate (bytes … per second) that 99 % of the buckets do not exceed.' })
  readonly p99PerSecond: number | null;

  @Field(() => Float, { description: 'How much of the range is known, in ms.' })
  readonly coveredMilliseconds: number;
}

/** Figures of a group in a range. */
@ObjectType({ description: 'Figures of a group in a range.' })
export class SeriesFigures {
  @Field(() => SeriesColumns, {
    description:
      'One array for each counter and measure asked: `rxBytesPerSecond`, `rxBytes`, `rxBytesPerSecondMaximum` …',
  })
  readonly columns: Readonly<Record<string, Column>>;

  @Field(() => [SeriesStatistics], { description: 'Figures of each counter over the whole range.' })
  readonly statistics: readonly SeriesStatistics[];
}

/** What is answered of one group. */
@ObjectType({ description: 'What is answered of one group.' })
export class Series extends SeriesFigures {
  @Field(() => ID, {
    description:
      'Unique in the answer: interface id, host id or `all`, when grouped by that alone; `others` for the sum of the rest; ' +
      'else a text that means nothing.',
  })
  readonly group: string;

  @Field(() => [GroupKey], { description: 'What the group is, in each dimension asked. None for `others`.' })
  readonly keys: readonly GroupKey[];

  @Field(() => Int, {
    nullable: true,
    description:
      'How many groups are summed up in this one, where it is the rest beside the top; null = it is one group.',
  })
  readonly others: number | null;

  @Field(() => SeriesFigures, {
    nullable: true,
    description: 'The same of the range compared with, bucket by bucket; null where none was asked.',
  })
  readonly earlier: SeriesFigures | null;
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
    description:
      'What was read: `raw` samples, or a roll-up (`1m`, `5m`, `1h`, `1d`) with finer ones where it is not made yet.',
  })
  readonly resolution: string;

  @Field(() => [Timestamp], { description: 'Start of each bucket.' })
  readonly at: readonly number[];

  @Field(() => [Series], { description: 'One entry for each group; with a top, the highest first and `others` last.' })
  readonly series: readonly Series[];

  @Field(() => Int, { description: 'How many groups there are, those in `others` included.' })
  readonly groupCount: number;

  @Field(() => Float, {
    nullable: true,
    description: 'How much earlier the range compared with lies, in ms; null where none was asked.',
  })
  readonly compareMilliseconds: number | null;
}
