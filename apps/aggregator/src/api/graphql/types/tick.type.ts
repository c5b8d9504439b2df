import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { TickColumns } from '../../../live/tick.js';
import { FilterInput } from './filter.input.js';
import { Timestamp, TrafficColumns } from '../scalars.js';

/** Which live traffic is wanted. */
@InputType({
  description:
    'Which live traffic is wanted: that of interfaces which pass, as in `Filter`; what is left out matches everything.',
})
export class TrafficFilter extends FilterInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of interfaces. Of the rest, only `hosts` may be given with them.',
  })
  readonly interfaces?: string[] | null;
}

/** One interval of one host. */
@ObjectType({ description: 'What the interfaces of one host counted in one interval, straight from its agent.' })
export class TrafficTick {
  @Field(() => ID, { description: 'Id of the host.' })
  readonly hostId: string;

  @Field(() => Timestamp, { description: 'End of the interval.' })
  readonly at: number;

  @Field(() => Int, { description: 'Length of the interval in ms.' })
  readonly milliseconds: number;

  @Field(() => Int, {
    description:
      '0 for the first part of a tick; further parts hold more interfaces, or such with an interval of their own.',
  })
  readonly part: number;

  @Field(() => TrafficColumns, { description: 'Counts within the interval.' })
  readonly columns: TickColumns;
}
