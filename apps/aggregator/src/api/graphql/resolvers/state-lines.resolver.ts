import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { HostRow } from '../../../query/hosts.js';
import type { Loaders } from '../loaders.js';
import { HostType } from '../types/host.type.js';
import { ContainerStateSeries, HostStateSeries, LatencyStateSeries, ProtocolStateSeries } from '../types/state.type.js';

@Resolver(() => HostStateSeries)
export class HostLineResolver {
  @ResolveField(() => HostType, { description: 'The host.' })
  host(@Parent() { hostId }: HostStateSeries, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }
}

@Resolver(() => ContainerStateSeries)
export class ContainerLineResolver {
  @ResolveField(() => HostType, { description: 'The host that it runs on.' })
  host(@Parent() { hostId }: ContainerStateSeries, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }
}

@Resolver(() => ProtocolStateSeries)
export class ProtocolLineResolver {
  @ResolveField(() => HostType, { description: 'The host that the network namespace is on.' })
  host(@Parent() { hostId }: ProtocolStateSeries, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }
}

@Resolver(() => LatencyStateSeries)
export class LatencyLineResolver {
  @ResolveField(() => HostType, { description: 'The host that looked.' })
  host(@Parent() { hostId }: LatencyStateSeries, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => HostType, {
    nullable: true,
    description: 'The host that it looked at; null where that is NATS, or no host that is known.',
  })
  async peerHost(
    @Parent() { peerHostId }: LatencyStateSeries,
    @Context('loaders') loaders: Loaders,
  ): Promise<HostRow | null> {
    return peerHostId === null ? null : loaders.host.load(peerHostId);
  }
}
