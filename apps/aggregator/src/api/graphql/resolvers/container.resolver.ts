import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { ContainerRow } from '../../../query/containers.js';
import type { HostRow } from '../../../query/hosts.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import type { Loaders } from '../loaders.js';
import { ContainerType } from '../types/container.type.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';

@Resolver(() => ContainerType)
export class ContainerResolver {
  @ResolveField(() => HostType, { description: 'Its host.' })
  host(@Parent() { hostId }: ContainerRow, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => [InterfaceType], {
    description: 'Interfaces of its network namespace; none where it shares its host’s network.',
  })
  async interfaces(
    @Parent() { hostId, namespace }: ContainerRow,
    @Context('loaders') loaders: Loaders,
  ): Promise<InterfaceRow[]> {
    return namespace === null ? [] : loaders.interfacesOfNamespace.load({ hostId, namespace });
  }
}
