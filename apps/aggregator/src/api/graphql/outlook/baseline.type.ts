import { Field, Float, ObjectType } from '@nestjs/graphql';
import { DateTime, Timestamp } from '../scalars.js';

/** What is usual for an interface. */
@ObjectType('BaselineBand', {
  description: 'What is usual for an interface, of both ways together: one value of each list for each entry of `at`.',
})
export class BaselineBandType {
  @Field(() => DateTime, {
    description: 'When it was last saved what is usual; it tells of all times what was known then.',
  })
  readonly savedAt: Date;

  @Field(() => Float, { description: 'Width of a step in ms; a whole number.' })
  readonly stepMilliseconds: number;

  @Field(() => [Timestamp], { description: 'Start of each step.' })
  readonly at: readonly number[];

  @Field(() => [Float], { description: 'Bytes per second below which one of 40 ordinary minutes lies.' })
  readonly low: readonly number[];

  @Field(() => [Float], { description: 'Bytes per second that are usual.' })
  readonly middle: readonly number[];

  @Field(() => [Float], { description: 'Bytes per second above which one of 40 ordinary minutes lies.' })
  readonly high: readonly number[];

  @Field(() => Float, {
    description:
      'How sure it is, from 0 to 1: of the level after some minutes, of hours and weekdays after days and weeks.',
  })
  readonly confidence: number;
}
