import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ContainerRow } from '../../../query/containers.js';
import type { HostRow } from '../../../query/hosts.js';
import { refusalOfFilter } from '../../../query/filter.js';
import { InterfaceRepository, type InterfaceRow } from '../../../query/interfaces.js';
import type { NetworkRow } from '../../../query/networks.js';
import { refusalOfNul } from '../../../query/nul.js';
import { refuseIf } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { DateTime } from '../scalars.js';
import { ContainerType } from '../types/container.type.js';
import { InterfaceFilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { NetworkType } from '../types/network.type.js';

@Resolver(() => InterfaceType)
export class InterfaceResolver {
  constructor(private readonly repository: InterfaceRepository) {}

  @Query(() => [InterfaceType], { description: 'Interfaces of all hosts, by host, uplinks first.' })
  async interfaces(
    @Args('filter', { type: () => InterfaceFilterInput, nullable: true }) filter: InterfaceFilterInput | null,
  ): Promise<InterfaceRow[]> {
    refuseIf(refusalOfFilter(filter ?? {}));
    return this.repository.find(filter ?? {});
  }

  @Query(() => InterfaceType, {
    name: 'interface',
    nullable: true,
    description: 'One interface; null where the id is unknown.',
  })
  async one(@Args('id', { type: () => ID }) id: string): Promise<InterfaceRow | null> {
    refuseIf(refusalOfNul('id', [id]));
    return (await this.repository.byNetIds([id]))[0] ?? null;
  }

  @ResolveField(() => ID, { description: 'Derived from host id and key, the same in REST (`net_id`).' })
  id(@Parent() { netId }: InterfaceRow): string {
    return netId;
  }

  @ResolveField(() => HostType, { description: 'Its host.' })
  host(@Parent() { hostId }: InterfaceRow, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => [ContainerType], {
    description:
      'Containers that share its network namespace: one, or the members of a pod. None for interfaces of the host.',
  })
  async containers(
    @Parent() { hostId, namespace }: InterfaceRow,
    @Context('loaders') loaders: Loaders,
  ): Promise<ContainerRow[]> {
    return namespace === null ? [] : loaders.containersOfNamespace.load({ hostId, namespace });
  }

  @ResolveField(() => NetworkType, { nullable: true, description: 'Network it is on, where known.' })
  async network(
    @Parent() { hostId, networkId }: InterfaceRow,
    @Context('loaders') loaders: Loaders,
  ): Promise<NetworkRow | null> {
    return networkId === null ? null : loaders.network.load({ hostId, id: networkId });
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'When its counters began: boot, start of the container, or a reset.',
  })
  countersSince(@Parent() { since }: InterfaceRow): Date | null {
    return since;
  }
}
