import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { FilterInput } from './filter.input.js';
import { DateTime } from '../scalars.js';

/** One change on a host: an entry of the timeline. */
@ObjectType('Event', { description: 'A change on a host: an entry of the timeline.' })
export class EventType {
  @Field(() => ID, { description: 'Id of the host.' })
  readonly hostId: string;

  @Field(() => DateTime, { description: 'When it happened, by the right time.' })
  readonly at: Date;

  @Field(() => String, { description: 'What happened: `container.started`, `interface.mtu`, `host.clock-wrong` …' })
  readonly kind: string;

  @Field(() => String, {
    description: 'What it happened to: key of an interface, id of a container or network, id of the host.',
  })
  readonly subject: string;

  @Field(() => String, { nullable: true, description: 'What it was before; null where it was nothing.' })
  readonly before: string | null;

  @Field(() => String, { nullable: true, description: 'What it is now; null where it is nothing.' })
  readonly after: string | null;

  @Field(() => String, { description: 'A sentence for people.' })
  readonly text: string;
}

/** What kinds may be asked for, of stored changes and of those that are told. */
export const KINDS_DESCRIPTION =
  'Kinds, such as `interface.mtu`; `*` is any text and `?` any character: `interface.*`.';

/** Which events are wanted. */
@InputType('EventFilter', {
  description:
    'Which events, as `events` takes a `Filter`. All that is given must match; what is left out matches everything.',
})
export class EventFilterInput extends FilterInput {
  @Field(() => [String], {
    nullable: true,
    description: KINDS_DESCRIPTION,
  })
  readonly kinds?: string[] | null;
}
