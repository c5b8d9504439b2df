import type { Type } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ContainerRow } from '../../../query/containers.js';
import { EntityRepository } from '../../../query/entities/entities.js';
import type { EntityKind, EntityOrder, EntityRow } from '../../../query/entities/entity.js';
import { accepted } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { AFTER, FILTER, FIRST, FIRST_NESTED, nestedFirst, pageOf, sortedBy } from '../page-args.js';
import { ServiceConnection, StackConnection, WorkloadConnection } from '../types/connections.js';
import { ContainerType } from '../types/container.type.js';
import { ServiceType, StackType, WorkloadType } from '../types/entity.type.js';
import type { FilterInput } from '../types/filter.input.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { EntitySort } from '../types/sorts.js';

/** Makes the resolver of a kind of entity: its list, and the containers of each. */
function entityResolver(kind: EntityKind, type: Type<object>, connection: Type<object>): Type<object> {
  @Resolver(() => type)
  class EntityResolver {
    constructor(private readonly repository: EntityRepository) {}

    @Query(() => connection, {
      name: `${kind}s`,
      description: `The ${kind}s of all hosts of which a container passes the filter, by name unless sorted otherwise.`,
    })
    list(
      @Args('filter', FILTER) filter: FilterInput | null,
      @Args('sort', sortedBy(EntitySort)) sort: Sort<EntityOrder> | null,
      @Args('first', FIRST) first: number | null,
      @Args('after', AFTER) after: string | null,
    ): Connection<EntityRow> {
      return connectionOf(accepted(this.repository.list(kind, filter ?? {}, pageOf(sort, 'name', first, after))));
    }

    @ResolveField(() => [ContainerType], { description: 'Its containers that are there, by host and name.' })
    containers(
      @Parent() { id }: EntityRow,
      @Context('loaders') loaders: Loaders,
      @Args('first', FIRST_NESTED) first: number | null,
    ): Promise<ContainerRow[]> {
      return loaders.containersOfEntity(kind, nestedFirst(first)).load(id);
    }
  }
  return EntityResolver;
}

export const StackResolver = entityResolver('stack', StackType, StackConnection);
export const ServiceResolver = entityResolver('service', ServiceType, ServiceConnection);
export const WorkloadResolver = entityResolver('workload', WorkloadType, WorkloadConnection);
