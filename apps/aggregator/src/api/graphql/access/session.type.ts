import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';

@ObjectType('Session', { description: 'A browser in which somebody is signed in.' })
export class SessionType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'Who is signed in.' })
  readonly userName: string;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  readonly lastSeenAt: Date;

  @Field(() => DateTime, { description: 'When it ends if it is not used any more.' })
  readonly expiresAt: Date;

  @Field(() => String, { description: 'The address that was signed in from.' })
  readonly address: string;

  @Field(() => String, { description: 'What the browser calls itself; empty where it does not.' })
  readonly browser: string;

  @Field(() => Boolean, { description: 'Whether it is the one that asks.' })
  readonly isThis: boolean;
}
