import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, Timestamp } from '../scalars.js';
import { LineInput } from './line.input.js';

export const TrendDirection = { UP: 'up', DOWN: 'down', NONE: 'none', UNKNOWN: 'unknown' } as const;
export type TrendDirection = (typeof TrendDirection)[keyof typeof TrendDirection];
registerEnumType(TrendDirection, {
  name: 'TrendDirection',
  description: 'Where traffic is heading.',
  valuesMap: {
    UP: { description: 'It grows.' },
    DOWN: { description: 'It falls.' },
    NONE: { description: 'There is no clear trend: it may be chance, or too little to be told of.' },
    UNKNOWN: { description: 'Too little is known.' },
  },
});

const RANGE_FROM = { description: 'Begin of the range; must lie before `to`.' };
const RANGE_TO = { description: 'End of the range.' };

/** Whose trend is asked. */
@InputType({ description: 'Whose trend is asked, and over which range.' })
export class TrendInput extends LineInput {
  @Field(() => DateTime, RANGE_FROM)
  readonly from: Date;

  @Field(() => DateTime, RANGE_TO)
  readonly to: Date;
}

const PER_DAY = 'per second (bytes, packets, errors or drops) and day';
const LEVEL = 'Rate per second (bytes, packets, errors or drops)';

/** Where traffic is heading. */
@ObjectType('Trend', {
  description:
    'Where traffic is heading over a range: the middle of all its slopes, cycles of a day and a week taken out.',
})
export class TrendType {
  @Field(() => DateTime, { description: 'Start of the first bucket; may lie a little before the moment asked.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of the last bucket; may lie a little behind the moment asked.' })
  readonly to: Date;

  @Field(() => Float, { description: 'Width of a bucket in ms; a whole number.' })
  readonly stepMilliseconds: number;

  @Field(() => TrendDirection, { description: 'Where it is heading.' })
  readonly direction: TrendDirection;

  @Field(() => Float, { nullable: true, description: `By how much it grows, ${PER_DAY}; null where that is unknown.` })
  readonly slopePerDay: number | null;

  @Field(() => Float, { nullable: true, description: `Low end of the 90 % interval of that, ${PER_DAY}.` })
  readonly lowPerDay: number | null;

  @Field(() => Float, { nullable: true, description: `High end of it, ${PER_DAY}.` })
  readonly highPerDay: number | null;

  @Field(() => Float, { nullable: true, description: `${LEVEL} where the trend stands at the start of the range.` })
  readonly startPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: `${LEVEL} where it stands at the end.` })
  readonly endPerSecond: number | null;

  @Field(() => String, { description: 'The same in words: `grows by 1.2 MB/s a day (0.9 to 1.5)`.' })
  readonly sentence: string;
}

/** Which two lines are compared. */
@InputType({ description: 'Which two lines are compared, and over which range.' })
export class CorrelationInput {
  @Field(() => LineInput, { description: 'The one.' })
  readonly one: LineInput;

  @Field(() => LineInput, { description: 'The other.' })
  readonly other: LineInput;

  @Field(() => DateTime, RANGE_FROM)
  readonly from: Date;

  @Field(() => DateTime, RANGE_TO)
  readonly to: Date;
}

/** How two lines move together. */
@ObjectType('Correlation', {
  description: 'How two lines move together over a range; what a day’s cycle, or a slope, makes alike is not counted.',
})
export class CorrelationType {
  @Field(() => DateTime, { description: 'Start of the first bucket; may lie a little before the moment asked.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of the last bucket; may lie a little behind the moment asked.' })
  readonly to: Date;

  @Field(() => Float, {
    description: 'Width of a bucket in ms; a whole number. Lags are multiples of it, ten at most.',
  })
  readonly stepMilliseconds: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How closely, from 1 (together) over 0 to -1 (one falls as the other rises); null where they share too little, or one does not move.',
  })
  readonly correlation: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By how many ms the other follows the one; negative = it moves first.',
  })
  readonly lagMilliseconds: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How likely chance alone shows as much, from 0 to 1; from 0.05 on it means nothing.',
  })
  readonly chance: number | null;

  @Field(() => String, { description: 'The same in words: `move together closely, the other 30 s later`.' })
  readonly sentence: string;
}

/** Whose future is asked. */
@InputType({ description: 'Whose future is asked, and how far ahead.' })
export class ForecastInput extends LineInput {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 48,
    description: 'How many hours ahead, from 1 to 672 (four weeks).',
  })
  readonly hours?: number | null;
}

const OF_EACH_HOUR = 'bytes, packets, errors or drops per second, of each hour';

/** What traffic is to be expected. */
@ObjectType('Forecast', {
  description:
    'What traffic is to be expected, hour by hour, from six weeks of history at most. Where too little is known the lists are empty.',
})
export class ForecastType {
  @Field(() => [Timestamp], { description: 'Start of each hour to come, from the one that is under way on.' })
  readonly at: readonly number[];

  @Field(() => Float, { description: 'Width of a step in ms: an hour.' })
  readonly stepMilliseconds: number;

  @Field(() => [Float], { description: `What is expected: ${OF_EACH_HOUR}.` })
  readonly value: readonly number[];

  @Field(() => [Float], { description: `Low end of the interval that holds 90 %: ${OF_EACH_HOUR}.` })
  readonly low: readonly number[];

  @Field(() => [Float], { description: `High end of it: ${OF_EACH_HOUR}.` })
  readonly high: readonly number[];

  @Field(() => Int, { description: 'How many hours of history are known of it.' })
  readonly historyHours: number;

  @Field(() => String, { description: 'The same in words.' })
  readonly sentence: string;
}
