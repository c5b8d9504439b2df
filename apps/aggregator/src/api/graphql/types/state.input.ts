import { Field, ID, InputType, PickType } from '@nestjs/graphql';
import type { ProtocolCounter } from '@weir/model';
import { FilterInput } from './filter.input.js';
import { SeriesInput } from './series.input.js';
import { HostStateGroup, ProtocolCounterName } from './state.enums.js';

const AT_MOST = 'at most 100, or 30,000 ÷ `points` (1,000) where that is more';
const RANGE = ['from', 'to', 'points'] as const;

/** A chart of hosts' states. */
@InputType({ description: 'States of hosts over a range of time.' })
export class HostSeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], { nullable: true, description: `Ids of hosts, ${AT_MOST}.` })
  readonly hosts?: string[] | null;

  @Field(() => FilterInput, {
    nullable: true,
    description: `Hosts that pass, by name, in the place of ids; ${AT_MOST}.`,
  })
  readonly filter?: FilterInput | null;

  @Field(() => [HostStateGroup], {
    nullable: true,
    defaultValue: Object.values(HostStateGroup),
    description: 'What is wanted of them.',
  })
  readonly groups?: HostStateGroup[] | null;
}

/** A chart of containers' states. */
@InputType({ description: 'States of containers over a range of time.' })
export class ContainerSeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], { nullable: true, description: `Ids of containers, ${AT_MOST}.` })
  readonly containers?: string[] | null;

  @Field(() => FilterInput, {
    nullable: true,
    description: `Containers that pass, by host, in the place of ids; ${AT_MOST}.`,
  })
  readonly filter?: FilterInput | null;
}

/** A chart of protocol counters. */
@InputType({
  description: `Protocols of network namespaces over a range of time, each namespace once; ${AT_MOST}.`,
})
export class ProtocolSeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of hosts: their own namespaces, which their containers are not in.',
  })
  readonly hosts?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of containers: the namespaces that they are in; none of those that have none any more.',
  })
  readonly containers?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of interfaces: the namespaces that they are in.' })
  readonly interfaces?: string[] | null;

  @Field(() => FilterInput, {
    nullable: true,
    description:
      'In the place of ids: where it asks for anything of containers, networks or interfaces, the namespaces of the containers ' +
      'that pass; else those of the hosts that pass.',
  })
  readonly filter?: FilterInput | null;

  @Field(() => [ProtocolCounterName], {
    nullable: true,
    description: 'Counters whose rates are wanted; left out, all.',
  })
  readonly counters?: ProtocolCounter[] | null;
}

/** A chart of distances. */
@InputType({ description: 'How far hosts are from NATS and from each other, over a range of time.' })
export class LatencySeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], {
    nullable: true,
    description: `Ids of the hosts that looked, ${AT_MOST}. With all their peers at most 100 ways, or 30,000 ÷ \`points\` (10,000) where that is more.`,
  })
  readonly hosts?: string[] | null;

  @Field(() => FilterInput, { nullable: true, description: 'Hosts that pass, by name, in the place of ids.' })
  readonly filter?: FilterInput | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Whom they looked at: ids of hosts, or `nats` for the NATS server. Left out, all that they did.',
  })
  readonly peers?: string[] | null;
}
