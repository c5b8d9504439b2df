import { Field, ID, InputType } from '@nestjs/graphql';
import { UNLESS_NAMED } from '../access/author.js';
import { DateTime } from '../scalars.js';

@InputType('AnnotationInput', { description: 'A note for the timeline.' })
export class AnnotationInput {
  @Field(() => DateTime, { nullable: true, description: 'Of when it is; left out, of now.' })
  readonly at?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when; left out, it is of a moment.' })
  readonly until?: Date | null;

  @Field(() => ID, { nullable: true, description: 'Id of the host that it is of; left out, of all.' })
  readonly hostId?: string | null;

  @Field(() => String, { description: '1 to 1,000 characters.' })
  readonly text: string;

  @Field(() => String, {
    nullable: true,
    defaultValue: 'somebody',
    description: `Who writes it; 1 to 120 characters. ${UNLESS_NAMED}`,
  })
  readonly author?: string | null;
}
