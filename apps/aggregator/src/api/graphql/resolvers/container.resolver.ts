import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ContainerRepository, type ContainerOrder, type ContainerRow } from '../../../query/containers.js';
import type { HostRow } from '../../../query/hosts.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import { refusalOfNul } from '../../../query/nul.js';
import { accepted, refuseIf } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { NowRanks } from '../now-ranks.js';
import { AFTER, FILTER, FIRST, pageOf, sortedBy } from '../page-args.js';
import { ContainerConnection } from '../types/connections.js';
import { ContainerType } from '../types/container.type.js';
import type { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { Label, labelsOf } from '../types/label.type.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { ContainerSort } from '../types/sorts.js';

@Resolver(() => ContainerType)
export class ContainerResolver {
  constructor(
    private readonly repository: ContainerRepository,
    private readonly ranks: NowRanks,
  ) {}

  @Query(() => ContainerConnection, { description: 'Containers of all hosts, by name unless sorted otherwise.' })
  containers(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('sort', sortedBy(ContainerSort)) sort: Sort<ContainerOrder> | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<ContainerRow> {
    const page = pageOf(sort, 'name', first, after);
    return connectionOf(accepted(this.repository.list(filter ?? {}, page, () => this.ranks.ofContainers(page.by))));
  }

  @Query(() => ContainerType, { nullable: true, description: 'One container; null where the id is unknown.' })
  async container(
    @Args('id', { type: () => ID, description: 'Id of the container, in full.' }) id: string,
  ): Promise<ContainerRow | null> {
    refuseIf(refusalOfNul('id', [id]));
    return this.repository.byId(id);
  }

  @ResolveField(() => HostType, { description: 'Its host.' })
  host(@Parent() { hostId }: ContainerRow, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => [Label], { description: 'Its labels, by key; those that its agent was told to read.' })
  labels(@Parent() { labels }: ContainerRow): Label[] {
    return labelsOf(labels);
  }

  @ResolveField(() => [InterfaceType], {
    description: 'Interfaces of its network namespace, 100 at most; none where it shares its host’s network.',
  })
  async interfaces(
    @Parent() { hostId, namespace }: ContainerRow,
    @Context('loaders') loaders: Loaders,
  ): Promise<InterfaceRow[]> {
    return namespace === null ? [] : loaders.interfacesOfNamespace.load({ hostId, namespace });
  }
}
