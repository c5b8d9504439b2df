import { Field, ID, InputType, PickType } from '@nestjs/graphql';
import type { ProtocolCounter } from '@weir/model';
import { SeriesInput } from './series.input.js';
import { HostStateGroup, ProtocolCounterName } from './state.enums.js';

const RANGE = ['from', 'to', 'points'] as const;

/** A chart of hosts' states. */
@InputType({ description: 'States of hosts over a range of time.' })
export class HostSeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], { description: 'Ids of hosts, at most 100.' })
  readonly hosts: string[];

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
  @Field(() => [ID], { description: 'Ids of containers, at most 100.' })
  readonly containers: string[];
}

/** A chart of protocol counters. */
@InputType({
  description: 'Protocols of network namespaces over a range of time, each namespace once; at most 100 of them.',
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

  @Field(() => [ProtocolCounterName], {
    nullable: true,
    description: 'Counters whose rates are wanted; left out, all.',
  })
  readonly counters?: ProtocolCounter[] | null;
}

/** A chart of distances. */
@InputType({ description: 'How far hosts are from NATS and from each other, over a range of time.' })
export class LatencySeriesInput extends PickType(SeriesInput, RANGE, InputType) {
  @Field(() => [ID], { description: 'Ids of the hosts that looked, at most 100, with at most 100 peers in all.' })
  readonly hosts: string[];

  @Field(() => [ID], {
    nullable: true,
    description: 'Whom they looked at: ids of hosts, or `nats` for the NATS server. Left out, all that they did.',
  })
  readonly peers?: string[] | null;
}
