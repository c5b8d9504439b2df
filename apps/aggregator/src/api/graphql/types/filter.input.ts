import { Field, ID, InputType } from '@nestjs/graphql';
import { HostState, InterfaceClass, LinkState } from './enums.js';

/** What a text must match. */
@InputType('TextMatch', {
  description:
    'What a text must match. All that is given must hold; a match without operators asks for any value at all. `ne` and ' +
    '`notIn` leave out what has that value: what has none stays, and so does what is in no container, whatever stack is left ' +
    'out. Of containers that share a network namespace, one that has the value leaves out the interfaces of all.',
})
export class TextMatchInput {
  @Field(() => String, { nullable: true, description: 'It is exactly this.' })
  readonly eq?: string | null;

  @Field(() => [String], { nullable: true, description: 'It is exactly one of these.' })
  readonly in?: string[] | null;

  @Field(() => String, { nullable: true, description: 'It is not this. What has no value is not this either.' })
  readonly ne?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'It is none of these. What has no value is none of these either.',
  })
  readonly notIn?: string[] | null;

  @Field(() => String, { nullable: true, description: 'It holds this; case does not matter.' })
  readonly contains?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'It looks like this from begin to end: `*` is any text, `?` any character; case does not matter. A prefix is `shop*`.',
  })
  readonly glob?: string | null;
}

/** What a label must match. */
@InputType('LabelMatch', {
  description: 'What a label must match; without an operator it must only be there.',
})
export class LabelMatchInput extends TextMatchInput {
  @Field(() => String, { description: 'Key of the label.' })
  readonly key: string;
}

/** What the addresses of an interface must match. */
@InputType('AddressMatch', {
  description:
    'What the IP addresses of an interface must match. All that is given must hold, each for one of them; a match without ' +
    'operators asks for any address at all.',
})
export class AddressMatchInput {
  @Field(() => String, { nullable: true, description: 'One is this address, however that is written.' })
  readonly eq?: string | null;

  @Field(() => [String], { nullable: true, description: 'One is among these addresses.' })
  readonly in?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'One lies in this subnet, in CIDR notation: `10.1.0.0/16`, `fd00::/8`.',
  })
  readonly inSubnet?: string | null;
}

/** Which of what is listed; what is left out matches everything. */
@InputType('Filter', {
  description:
    'Which of what is listed, drawn or summed up. All that is given must match; what is left out matches everything. An ' +
    'interface matches by its own fields, its host, its network, and one container of its network namespace, for which all must ' +
    'hold that is asked of a container (container, image, stack, service, workload, labels). A container, or a network, matches ' +
    'by its own fields, its host, and one of its interfaces, where something is asked of interfaces. A host matches by its own ' +
    'fields and by one of its containers or interfaces, where something is asked of such.',
})
export class FilterInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of hosts.' })
  readonly hosts?: string[] | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name or id of the host.' })
  readonly host?: TextMatchInput | null;

  @Field(() => [HostState], {
    nullable: true,
    description: 'Whether the host still sends, by its newest sample that is stored.',
  })
  readonly hostStates?: HostState[] | null;

  @Field(() => [LabelMatchInput], { nullable: true, description: 'Labels of the host; each must match.' })
  readonly hostLabels?: LabelMatchInput[] | null;

  @Field(() => [InterfaceClass], { nullable: true, description: 'Classes; interfaces without a class match none.' })
  readonly classes?: InterfaceClass[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are (or are not) part of their host’s total.' })
  readonly uplink?: boolean | null;

  @Field(() => [LinkState], { nullable: true, description: 'Operational states of the link.' })
  readonly linkStates?: LinkState[] | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name of the interface, such as `eth0`.' })
  readonly interface?: TextMatchInput | null;

  @Field(() => AddressMatchInput, { nullable: true, description: 'IP addresses of the interface.' })
  readonly addresses?: AddressMatchInput | null;

  @Field(() => TextMatchInput, { nullable: true, description: 'Name of the network that it is on.' })
  readonly network?: TextMatchInput | null;

  @Field(() => TextMatchInput, {
    nullable: true,
    description:
      'Name of a container, alone or as `pod/name`; with `eq`, `in`, `ne` and `notIn` also its id, or the first 12 digits of that.',
  })
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
    description:
      'Part of one of the names of what is listed; case does not matter. Of an interface: its name, key, address, MAC, host, ' +
      'network or containers. Of a host: name, id or label. Of a container: name, id, image, stack, service, pod, workload or ' +
      'host. Of a network: name, id, driver, subnet or host. Of an event: what it says.',
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
