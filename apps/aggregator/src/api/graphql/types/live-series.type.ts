import { Field, InputType, Int, ObjectType, PickType } from '@nestjs/graphql';
import type { GroupList, LiveColumns as Columns } from '../../../live/series/frame.js';
import { LiveColumns, LiveGroups } from '../live-scalars.js';
import { Timestamp } from '../scalars.js';
import { CounterName } from './enums.js';
import { GROUPED, SeriesInput } from './series.input.js';

/** Asks for the groups with the highest rates. */
@InputType('LiveTop', {
  description: 'Only the groups with the highest rates of the last seconds; the rest is summed.',
})
export class LiveTopInput {
  @Field(() => Int, { description: 'How many groups are told apart, 1 to 100.' })
  readonly count: number;

  @Field(() => CounterName, {
    nullable: true,
    description: 'The counter whose rate ranks; left out, the sum of all counters asked does.',
  })
  readonly counter?: CounterName | null;
}

/** What is watched. */
@InputType({
  description:
    'Rates as they are now, of the interfaces named or of those that pass the filter (see Dimension for what an open filter ' +
    'means). What a filter asks of the store is asked again every 10 s or sooner.',
})
export class LiveSeriesInput extends PickType(SeriesInput, GROUPED, InputType) {
  @Field(() => LiveTopInput, { nullable: true, description: 'Needed above 1000 groups.' })
  readonly top?: LiveTopInput | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Four frames a second, of one host, which `filter.hosts` must name: it is asked to sample as often for as long as ' +
      'somebody watches it so.',
  })
  readonly focus?: boolean | null;
}

/** The rates of one second. */
@ObjectType({
  description:
    'The rates of one second (a quarter of one in focus), sent as soon as the hosts have told of it. Hosts that are late, by ' +
    '5 s at most, have the same second sent again with a higher revision, which stands in the place of the one before. A ' +
    'second that is never sent is a gap: nobody told of it, or the client was too slow for it.',
})
export class LiveSeriesFrame {
  @Field(() => Timestamp, { description: 'Start of the second, as `at` in `series`.' })
  readonly at: number;

  @Field(() => Int, { description: 'How much time it is the rate of, in ms: 1000, or 250 in focus.' })
  readonly milliseconds: number;

  @Field(() => Int, { description: 'How often this second was sent before.' })
  readonly revision: number;

  @Field(() => Int, { description: 'How many hosts have interfaces that are watched, silent ones included.' })
  readonly hostsExpected: number;

  @Field(() => Int, { description: 'How many of them have told of this second.' })
  readonly hostsHeard: number;

  @Field(() => LiveGroups, {
    nullable: true,
    description: 'The groups that columns name; null where they are those told last.',
  })
  readonly groups: GroupList | null;

  @Field(() => LiveColumns, { description: 'The rates of the groups that moved.' })
  readonly columns: Columns;
}
