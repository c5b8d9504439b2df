import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';

/** A host; what is derived from its inventory is resolved in host.resolver.ts. */
@ObjectType('Host', { description: 'A machine with an agent.' })
export class HostType {
  @Field(() => ID, { description: 'UUID of the agent’s state folder; outlives renames.' })
  readonly id: string;

  @Field(() => String, { description: 'Label for people, usually the host name; not unique.' })
  readonly name: string;

  @Field(() => DateTime, { description: 'When its first sample was stored.' })
  readonly firstSeen: Date;
}
