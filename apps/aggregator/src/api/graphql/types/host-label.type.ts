import { Field, InputType } from '@nestjs/graphql';

/** What somebody notes about a host. */
@InputType('HostLabelInput', { description: 'What somebody notes about a host.' })
export class HostLabelInput {
  @Field(() => String, {
    description: '1 to 63 letters, digits, `.`, `_`, `/` and `-`; begins and ends with a letter or digit.',
  })
  readonly key: string;

  @Field(() => String, { description: '255 characters at most.' })
  readonly value: string;
}
