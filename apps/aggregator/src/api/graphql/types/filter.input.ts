import { Field, ID, InputType } from '@nestjs/graphql';
import { InterfaceClass } from './enums.js';

/** What a text must match. */
@InputType('TextMatch', {
  description:
    'What a text must match. All that is given must hold; a match without operators asks for any value at all.',
})
export class TextMatchInput {
  @Field(() => String, { nullable: true, description: 'It is exactly this.' })
  readonly eq?: string | null;

  @Field(() => [String], { nullable: true, description: 'It is exactly one of these.' })
  readonly in?: string[] | null;

  @Field(() => String, { nullable: true, description: 'It holds this; case does not matter.' })
  readonly contains?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'It looks like this from begin to end: `*` is any text, `?` any character; case does not matter. A prefix is `shop*`.',
  })
  readonly glob?: string | null;
}

/** What a label of a container must match. */
@InputType('LabelMatch', {
  description: 'What a label of a container must match; without an operator it must only be there.',
})
export class LabelMatchInput extends TextMatchInput {
  @Field(() => String, { description: 'Key of the label.' })
  readonly key: string;
}

/** Which interfaces; what is left out matches everything. */
@InputType('InterfaceFilter', {
  description:
    'Which interfaces. All that is given must match; what is left out matches everything. What is asked of a container ' +
    '(container, image, stack, service, workload, labels) must all hold for one container of the interface’s namespace.',
})
export class InterfaceFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of hosts.' })
  readonly hosts?: string[] | null;

  @Field(() => [InterfaceClass], { nullable: true, description: 'Classes; interfaces without a class match none.' })
  readonly classes?: InterfaceClass[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are (or are not) part of their host’s total.' })
  readonly uplink?: boolean | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name or id of the host.' })
  readonly host?: TextMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name of the interface, such as `eth0`.' })
  readonly interface?: TextMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name of the network that it is on.' })
  readonly network?: TextMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name of a container, alone or as `pod/name`.' })
  readonly container?: TextMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Image that a container was made from.' })
  readonly image?: TextMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Compose project or Swarm stack.' })
  readonly stack?: TextMatchInput | null;

  @Field(() => TextMatchInput, {
    nullable: true,
    description: 'Compose or Swarm service, alone or as `stack/service`.',
  })
  readonly service?: TextMatchInput | null;

  @Field(() => TextMatchInput, {
    nullable: true,
    description: 'Kubernetes workload such as `Deployment/web`, alone or as `namespace/Deployment/web`.',
  })
  readonly workload?: TextMatchInput | null;

  @Field(() => [LabelMatchInput], { nullable: true, description: 'Labels of a container; each must match.' })
  readonly labels?: LabelMatchInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, key, address, MAC, host name, network name or container name; case does not matter.',
  })
  readonly text?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether those that are no longer there count too. Left out: not in lists, nor where each interface is a line of its ' +
      'own; groups show what was there at some time of the range, so that a replaced container is not missing from its service.',
  })
  readonly includeGone?: boolean | null;
}
