import { Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { HostRow } from '../../../query/hosts.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import type { NetworkRow } from '../../../query/networks.js';
import type { Loaders } from '../loaders.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { NetworkType } from '../types/network.type.js';

@Resolver(() => NetworkType)
export class NetworkResolver {
  @ResolveField(() => ID, {
    description: '`<host id>/<id of the runtime>`: an overlay network has the same id on each of its hosts.',
  })
  id(@Parent() { hostUuid, id }: NetworkRow): string {
    return `${hostUuid}/${id}`;
  }

  @ResolveField(() => HostType, { description: 'Its host.' })
  host(@Parent() { hostId }: NetworkRow, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => [InterfaceType], { description: 'Interfaces that are on it.' })
  interfaces(@Parent() { hostId, id }: NetworkRow, @Context('loaders') loaders: Loaders): Promise<InterfaceRow[]> {
    return loaders.interfacesOfNetwork.load({ hostId, id });
  }
}
