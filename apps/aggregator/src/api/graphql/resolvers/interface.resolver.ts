import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ContainerRow } from '../../../query/containers.js';
import type { HostRow } from '../../../query/hosts.js';
import { type InterfaceOrder, InterfaceRepository, type InterfaceRow } from '../../../query/interfaces.js';
import type { NetworkRow } from '../../../query/networks.js';
import { refusalOfNul } from '../../../query/nul.js';
import { accepted, refuseIf } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { NowRanks } from '../now-ranks.js';
import { AFTER, FILTER, FIRST, pageOf, sortedBy } from '../page-args.js';
import { DateTime } from '../scalars.js';
import { InterfaceConnection } from '../types/connections.js';
import { ContainerType } from '../types/container.type.js';
import type { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { NetworkType } from '../types/network.type.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { InterfaceSort } from '../types/sorts.js';

@Resolver(() => InterfaceType)
export class InterfaceResolver {
  constructor(
    private readonly repository: InterfaceRepository,
    private readonly ranks: NowRanks,
  ) {}

  @Query(() => InterfaceConnection, {
    description: 'Interfaces of all hosts and containers, by host unless sorted otherwise, uplinks first.',
  })
  interfaces(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('sort', sortedBy(InterfaceSort)) sort: Sort<InterfaceOrder> | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<InterfaceRow> {
    const page = pageOf(sort, 'host', first, after);
    return connectionOf(accepted(this.repository.list(filter ?? {}, page, () => this.ranks.ofInterfaces(page.by))));
  }

  @Query(() => InterfaceType, {
    name: 'interface',
    nullable: true,
    description: 'One interface; null where the id is unknown.',
  })
  async one(
    @Args('id', { type: () => ID, description: 'Id of the interface.' }) id: string,
  ): Promise<InterfaceRow | null> {
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
      'Containers that share its network namespace: one, or the members of a pod, 100 at most. None for interfaces of the host.',
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
