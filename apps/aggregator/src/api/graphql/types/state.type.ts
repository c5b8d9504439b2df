import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { Column } from '../../../query/column.js';
import { DateTime, StateColumns, Timestamp } from '../scalars.js';

type Columns = Readonly<Record<string, Column>>;

/** The buckets of a chart. */
@ObjectType({ isAbstract: true })
class StateBuckets {
  @Field(() => DateTime, { description: 'Start of the first bucket; may lie a little before the moment asked.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of the last bucket; may lie a little behind the moment asked.' })
  readonly to: Date;

  @Field(() => Float, { description: 'Width of a bucket in ms; at least 10000, since states are told every 10 s.' })
  readonly stepMilliseconds: number;

  @Field(() => String, {
    description: 'What was read: `raw` states, or sums over `5m` or `1h` with finer ones where they are not made yet.',
  })
  readonly resolution: string;

  @Field(() => [Timestamp], { description: 'Start of each bucket.' })
  readonly at: readonly number[];
}

/** The state of one host over time. */
@ObjectType({ description: 'The state of one host over time.' })
export class HostStateSeries {
  /** What its host is found by; not in the schema. */
  readonly hostId: number;

  @Field(() => StateColumns, { description: 'See HostStateGroup for the names and their units.' })
  readonly columns: Columns;
}

@ObjectType({ description: 'States of hosts over time.' })
export class HostSeriesResult extends StateBuckets {
  @Field(() => [HostStateSeries], { description: 'One entry for each host, in the order asked.' })
  readonly series: readonly HostStateSeries[];
}

/** The state of one container over time. */
@ObjectType({ description: 'The state of one container over time.' })
export class ContainerStateSeries {
  readonly hostId: number;

  @Field(() => ID, { description: 'Id of the container.' })
  readonly id: string;

  @Field(() => String, { description: 'Name; the first digits of the id where no runtime tells one.' })
  readonly name: string;

  @Field(() => StateColumns, {
    description:
      '`cpuPercent` (100 = one core), `cpuPercentOfHost` (100 = all cores of its host), `memoryBytes` (mean), ' +
      '`memoryMaximumBytes` (the most that was told), `memoryLimitBytes` (null = it has none, or it was not told), ' +
      '`memoryPercentOfLimit`.',
  })
  readonly columns: Columns;
}

@ObjectType({ description: 'States of containers over time.' })
export class ContainerSeriesResult extends StateBuckets {
  @Field(() => [ContainerStateSeries], { description: 'One entry for each container, in the order asked.' })
  readonly series: readonly ContainerStateSeries[];
}

/** The protocols of one network namespace over time. */
@ObjectType({ description: 'The protocols of one network namespace over time.' })
export class ProtocolStateSeries {
  readonly hostId: number;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the network namespace, unique on its host; null = the host’s own.',
  })
  readonly namespace: string | null;

  @Field(() => StateColumns, {
    description:
      'Segments, datagrams, messages or connections per second: one column for each counter asked, as ' +
      '`tcpInSegmentsPerSecond`; and `tcpRetransmittedPercent`, the segments sent again in percent of all sent. A counter ' +
      'that the kernel does not have is null.',
  })
  readonly columns: Columns;
}

@ObjectType({ description: 'Protocols of network namespaces over time.' })
export class ProtocolSeriesResult extends StateBuckets {
  @Field(() => [ProtocolStateSeries], {
    description:
      'One entry for each network namespace: of the hosts asked, then of the containers, then of the interfaces.',
  })
  readonly series: readonly ProtocolStateSeries[];
}

/** The way from a host to a peer over time. */
@ObjectType({ description: 'The way from a host to a peer over time.' })
export class LatencyStateSeries {
  readonly hostId: number;
  readonly peerHostId: number | null;

  @Field(() => ID, { description: 'Id of the host that it looked at; `nats` = the NATS server.' })
  readonly peer: string;

  @Field(() => StateColumns, {
    description:
      '`meanMilliseconds`, `minimumMilliseconds`, `maximumMilliseconds` from asking to the answer; how often, in percent of ' +
      'all times that it asked, it was answered by a connection (`acceptedPercent`) or by its refusal (`refusedPercent`), not ' +
      'at all (`filteredPercent`), or NATS was out of reach (`awayPercent`).',
  })
  readonly columns: Columns;
}

@ObjectType({ description: 'How far hosts are from NATS and from each other, over time.' })
export class LatencySeriesResult extends StateBuckets {
  @Field(() => [LatencyStateSeries], {
    description: 'One entry for each host and peer: by host in the order asked, NATS first, then by the peer’s name.',
  })
  readonly series: readonly LatencyStateSeries[];
}
