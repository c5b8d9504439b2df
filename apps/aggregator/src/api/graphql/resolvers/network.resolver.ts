import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { HostRow } from '../../../query/hosts.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import { type NetworkOrder, NetworkRepository, type NetworkRow } from '../../../query/networks.js';
import { refusalOfNul } from '../../../query/nul.js';
import { accepted, refuseIf } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { NowRanks } from '../now-ranks.js';
import { AFTER, FILTER, FIRST, FIRST_NESTED, nestedFirst, pageOf, sortedBy } from '../page-args.js';
import { NetworkConnection } from '../types/connections.js';
import type { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { NetworkType } from '../types/network.type.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { NetworkSort } from '../types/sorts.js';

@Resolver(() => NetworkType)
export class NetworkResolver {
  constructor(
    private readonly repository: NetworkRepository,
    private readonly ranks: NowRanks,
  ) {}

  @Query(() => NetworkConnection, { description: 'Networks of all hosts, by name unless sorted otherwise.' })
  networks(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('sort', sortedBy(NetworkSort)) sort: Sort<NetworkOrder> | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<NetworkRow> {
    const page = pageOf(sort, 'name', first, after);
    return connectionOf(accepted(this.repository.list(filter ?? {}, page, () => this.ranks.ofNetworks(page.by))));
  }

  @Query(() => NetworkType, { nullable: true, description: 'One network of a host; null where the id is unknown.' })
  async network(
    @Args('id', { type: () => ID, description: 'Id of the network: `<host id>/<id of the runtime>`.' }) id: string,
  ): Promise<NetworkRow | null> {
    refuseIf(refusalOfNul('id', [id]));
    const [hostUuid = '', ...rest] = id.split('/');
    return this.repository.byId(hostUuid, rest.join('/'));
  }

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
  interfaces(
    @Parent() { hostId, id }: NetworkRow,
    @Context('loaders') loaders: Loaders,
    @Args('first', FIRST_NESTED) first: number | null,
  ): Promise<InterfaceRow[]> {
    return loaders.interfacesOfNetwork(nestedFirst(first)).load({ hostId, id });
  }
}
