import { Args, Context, Float, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { LiveFeed } from '../../../live/live.feed.js';
import type { ContainerRow } from '../../../query/containers.js';
import { type HostOrder, HostRepository, type HostRow } from '../../../query/hosts.js';
import { hostState, newestOfHost } from '../../../query/host-state.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import type { NetworkRow } from '../../../query/networks.js';
import { refusalOfNul } from '../../../query/nul.js';
import { accepted, refuseIf } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { NowRanks } from '../now-ranks.js';
import { AFTER, FILTER, FIRST, FIRST_NESTED, INCLUDE_GONE, nestedFirst, pageOf, sortedBy } from '../page-args.js';
import { DateTime } from '../scalars.js';
import { HostConnection } from '../types/connections.js';
import { ContainerType } from '../types/container.type.js';
import { DockerState, HostState, KubernetesState } from '../types/enums.js';
import type { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { Label, labelsOf } from '../types/label.type.js';
import { NetworkType } from '../types/network.type.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { HostSort } from '../types/sorts.js';

@Resolver(() => HostType)
export class HostResolver {
  constructor(
    private readonly repository: HostRepository,
    private readonly live: LiveFeed,
    private readonly ranks: NowRanks,
  ) {}

  @Query(() => HostConnection, { description: 'Hosts, by name unless sorted otherwise.' })
  hosts(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('sort', sortedBy(HostSort)) sort: Sort<HostOrder> | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<HostRow> {
    const page = pageOf(sort, 'name', first, after);
    return connectionOf(accepted(this.repository.list(filter ?? {}, page, () => this.ranks.ofHosts(page.by))));
  }

  @Query(() => HostType, { nullable: true, description: 'One host; null where the id is unknown.' })
  async host(@Args('id', { type: () => ID, description: 'Id of the host.' }) id: string): Promise<HostRow | null> {
    refuseIf(refusalOfNul('id', [id]));
    return this.repository.byUuid(id);
  }

  @ResolveField(() => [Label], { description: 'What people noted about it, by key.' })
  labels(@Parent() { labels }: HostRow): Label[] {
    return labelsOf(labels);
  }

  @ResolveField(() => HostState, { description: 'Whether it still sends samples.' })
  state(@Parent() host: HostRow): string {
    return hostState(this.newestMs(host), host.agent?.intervalMs, Date.now());
  }

  @ResolveField(() => DateTime, { description: 'End of its newest sample, stored or live.' })
  lastSeen(@Parent() host: HostRow): Date {
    return new Date(this.newestMs(host));
  }

  @ResolveField(() => Float, {
    nullable: true,
    description:
      'How many ms its clock is behind, negative where it is ahead; all its times are corrected by that. 0 where it is right to 2 s, null where it never told.',
  })
  clockOffsetMilliseconds(@Parent() host: HostRow): number | null {
    return host.clockOffsetMs;
  }

  @ResolveField(() => String, { nullable: true, description: 'Version of its agent.' })
  agentVersion(@Parent() host: HostRow): string | undefined {
    return host.agent?.version;
  }

  @ResolveField(() => Int, { nullable: true, description: 'Time between two samples in ms.' })
  intervalMilliseconds(@Parent() host: HostRow): number | undefined {
    return host.agent?.intervalMs;
  }

  @ResolveField(() => DockerState, { nullable: true, description: 'Whether its agent can learn names.' })
  docker(@Parent() host: HostRow): string | undefined {
    return host.agent?.docker;
  }

  @ResolveField(() => KubernetesState, { nullable: true, description: 'Whether its agent can learn names of pods.' })
  kubernetes(@Parent() host: HostRow): string | undefined {
    return host.agent?.kubernetes;
  }

  @ResolveField(() => String, { nullable: true, description: 'Operating system: `linux`, `darwin`, `win32`.' })
  platform(@Parent() host: HostRow): string | undefined {
    return host.os?.platform;
  }

  @ResolveField(() => String, { nullable: true, description: 'Version of its kernel.' })
  kernel(@Parent() host: HostRow): string | undefined {
    return host.os?.kernel;
  }

  @ResolveField(() => DateTime, { nullable: true, description: 'When it was booted; null where nobody can tell.' })
  bootedAt(@Parent() host: HostRow): Date | null {
    return host.os?.bootedAt == null ? null : new Date(host.os.bootedAt);
  }

  @ResolveField(() => [String], { description: 'What cannot be known on its platform, each in a sentence for people.' })
  missing(@Parent() host: HostRow): readonly string[] {
    // Agents of version 0.1 do not say it.
    return host.agent?.missing ?? [];
  }

  @ResolveField(() => [InterfaceType], { description: 'Its interfaces, those of its containers included.' })
  interfaces(
    @Parent() { hostId }: HostRow,
    @Context('loaders') loaders: Loaders,
    @Args('includeGone', INCLUDE_GONE) gone: boolean | null,
    @Args('first', FIRST_NESTED) first: number | null,
  ): Promise<InterfaceRow[]> {
    return loaders.interfacesOfHost({ includeGone: gone ?? false, first: nestedFirst(first) }).load(hostId);
  }

  @ResolveField(() => [ContainerType], { description: 'Its containers.' })
  containers(
    @Parent() { hostId }: HostRow,
    @Context('loaders') loaders: Loaders,
    @Args('includeGone', INCLUDE_GONE) gone: boolean | null,
    @Args('first', FIRST_NESTED) first: number | null,
  ): Promise<ContainerRow[]> {
    return loaders.containersOfHost({ includeGone: gone ?? false, first: nestedFirst(first) }).load(hostId);
  }

  @ResolveField(() => [NetworkType], { description: 'Networks of its container runtime.' })
  networks(
    @Parent() { hostId }: HostRow,
    @Context('loaders') loaders: Loaders,
    @Args('includeGone', INCLUDE_GONE) gone: boolean | null,
    @Args('first', FIRST_NESTED) first: number | null,
  ): Promise<NetworkRow[]> {
    return loaders.networksOfHost({ includeGone: gone ?? false, first: nestedFirst(first) }).load(hostId);
  }

  @ResolveField(() => Int, { description: 'How many interfaces it has, those of its containers included.' })
  async interfaceCount(@Parent() { hostId }: HostRow, @Context('loaders') loaders: Loaders): Promise<number> {
    return (await loaders.countsOfHost.load(hostId))?.interfaces ?? 0;
  }

  @ResolveField(() => Int, { description: 'How many containers it has.' })
  async containerCount(@Parent() { hostId }: HostRow, @Context('loaders') loaders: Loaders): Promise<number> {
    return (await loaders.countsOfHost.load(hostId))?.containers ?? 0;
  }

  @ResolveField(() => Int, { description: 'How many networks its container runtime has.' })
  async networkCount(@Parent() { hostId }: HostRow, @Context('loaders') loaders: Loaders): Promise<number> {
    return (await loaders.countsOfHost.load(hostId))?.networks ?? 0;
  }

  private newestMs(host: HostRow): number {
    return newestOfHost(host.lastSeen.getTime(), this.live.newestMs(host.id));
  }
}
