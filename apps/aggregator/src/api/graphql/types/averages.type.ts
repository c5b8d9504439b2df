import { Field, Float, ID, InputType, ObjectType, PickType } from '@nestjs/graphql';
import { DateTime, Rates } from '../scalars.js';
import { GROUPED, SeriesInput } from './series.input.js';
import { GroupKey } from './series.type.js';

/** Whose averages are asked. */
@InputType({
  description: 'The interfaces named, or those that pass the filter (see Dimension for what an open filter means).',
})
export class AveragesInput extends PickType(SeriesInput, GROUPED, InputType) {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the windows end; left out, with the newest sample stored. Raw samples of that time must be kept.',
  })
  readonly at?: Date | null;
}

/** Average rates over one window. */
@ObjectType({ description: 'Average rates over one window: what was counted ÷ the time known, idle seconds included.' })
export class WindowAverage {
  @Field(() => Float, {
    description: 'How much of the window is known, in ms: of the host that is known best, where a group is on several.',
  })
  readonly coveredMilliseconds: number;

  @Field(() => Rates, {
    nullable: true,
    description: 'The average of each counter asked; null where nothing is known.',
  })
  readonly perSecond: Readonly<Record<string, number>> | null;
}

/** The averages of one group. */
@ObjectType({
  description:
    'The averages of one group: over the time in which any of its members existed, summed over the hosts that are known.',
})
export class GroupAverages {
  @Field(() => ID, { description: 'As in `series`.' })
  readonly group: string;

  @Field(() => [GroupKey], { description: 'What the group is, in each dimension asked.' })
  readonly keys: readonly GroupKey[];

  @Field(() => WindowAverage, { description: 'Over one minute.' })
  readonly oneMinute: WindowAverage;

  @Field(() => WindowAverage, { description: 'Over five minutes.' })
  readonly fiveMinutes: WindowAverage;

  @Field(() => WindowAverage, { description: 'Over fifteen minutes.' })
  readonly fifteenMinutes: WindowAverage;
}

/** Averages of groups. */
@ObjectType({ description: 'Averages over the 1, 5 and 15 minutes that end at one moment.' })
export class AveragesResult {
  @Field(() => DateTime, { description: 'When the windows end.' })
  readonly at: Date;

  @Field(() => [GroupAverages], { description: 'One entry for each group.' })
  readonly groups: readonly GroupAverages[];
}
