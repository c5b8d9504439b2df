import { Field, ID, InputType } from '@nestjs/graphql';
import { InterfaceClass } from './enums.js';

/** Which interfaces; what is left out matches everything. */
@InputType('InterfaceFilter', {
  description: 'Which interfaces. All that is given must match; what is left out matches everything.',
})
export class InterfaceFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of hosts.' })
  readonly hosts?: string[] | null;

  @Field(() => [InterfaceClass], { nullable: true, description: 'Classes; interfaces without a class match none.' })
  readonly classes?: InterfaceClass[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are (or are not) part of their host’s total.' })
  readonly uplink?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, key, address, MAC, host name, network name or container name; case does not matter.',
  })
  readonly text?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether those that are no longer there count too.',
  })
  readonly includeGone?: boolean | null;
}
