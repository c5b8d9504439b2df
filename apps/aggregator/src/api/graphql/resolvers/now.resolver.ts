import { Context, Float, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { perCounter } from '@weir/model';
import { LiveRates } from '../../../live/rates/live-rates.js';
import type { ContainerRow } from '../../../query/containers.js';
import { roundedRate } from '../../../query/group-bins.js';
import type { HostRow } from '../../../query/hosts.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import type { NetworkRow } from '../../../query/networks.js';
import type { NowRates } from '../../../query/now/rates.js';
import { ratesByName } from '../../../query/series.js';
import type { Loaders } from '../loaders.js';
import { Rates } from '../scalars.js';
import { ContainerType } from '../types/container.type.js';
import { HostType } from '../types/host.type.js';
import { InterfaceType } from '../types/interface.type.js';
import { NetworkType } from '../types/network.type.js';

const rates = (what: string): { nullable: true; description: string } => ({
  nullable: true,
  description:
    `${what}, per second: of each counter, the average over the newest five seconds (or over one sample, where that is ` +
    'longer). Null where its host is silent, or nothing of it could be read.',
});
const STATE = 'as told last (every 10 s)';
const float = (what: string): { nullable: true; description: string } => ({
  nullable: true,
  description: `${what}, ${STATE}; null where that was not told within 45 s.`,
});

@Resolver(() => InterfaceType)
export class InterfaceNowResolver {
  constructor(private readonly live: LiveRates) {}

  @ResolveField(() => Rates, rates('What it counts now'))
  async rates(@Parent() row: InterfaceRow, @Context('loaders') { now }: Loaders): Promise<PerSecond | null> {
    const { hostId, hostUuid, seriesId, key, goneAt } = row;
    if (goneAt) return null;
    const live = this.live.of(hostUuid, [key], Date.now());
    return perSecond(live ?? (await now.interfaceRates.load({ hostId, seriesIds: [seriesId] })));
  }
}

@Resolver(() => NetworkType)
export class NetworkNowResolver {
  @ResolveField(() => Rates, rates('What the container interfaces on it count together now'))
  async rates(@Parent() { hostId, id }: NetworkRow, @Context('loaders') { now }: Loaders): Promise<PerSecond | null> {
    return perSecond(await now.networkRates.load({ hostId, id }));
  }
}

@Resolver(() => HostType)
export class HostNowResolver {
  constructor(private readonly live: LiveRates) {}

  @ResolveField(() => Rates, rates('What its uplinks count together now'))
  async rates(@Parent() { hostId, id }: HostRow, @Context('loaders') { now }: Loaders): Promise<PerSecond | null> {
    const uplinks = await now.uplinks.load(hostId);
    if (!uplinks) return null;
    const { keys, seriesIds } = uplinks;
    return perSecond(this.live.of(id, keys, Date.now()) ?? (await now.memberRates.load({ hostId, seriesIds })));
  }

  @ResolveField(() => Float, {
    nullable: true,
    description:
      'Link speed of its uplinks together in bits per second, without those that are down; null where that of one is not told.',
  })
  async speedBitsPerSecond(
    @Parent() { hostId }: HostRow,
    @Context('loaders') { now }: Loaders,
  ): Promise<number | null> {
    return (await now.uplinks.load(hostId))?.speedBitsPerSecond ?? null;
  }

  @ResolveField(() => Float, float('CPU time in percent of all cores (0 to 100): all but idle and waiting for disks'))
  async cpuPercent(@Parent() { hostId }: HostRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.hostState.load(hostId)).cpuPercent;
  }

  @ResolveField(() => Float, float('Memory in use in bytes: all but what programs could still get'))
  async memoryUsedBytes(@Parent() { hostId }: HostRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.hostState.load(hostId)).memoryUsedBytes;
  }

  @ResolveField(() => Float, float('Memory in bytes'))
  async memoryTotalBytes(@Parent() { hostId }: HostRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.hostState.load(hostId)).memoryTotalBytes;
  }

  @ResolveField(() => [String], {
    nullable: true,
    description: 'Collectors of its agent that fail now; null where it has told nothing of that lately.',
  })
  async failingCollectors(
    @Parent() { hostId }: HostRow,
    @Context('loaders') { now }: Loaders,
  ): Promise<readonly string[] | null> {
    return (await now.hostState.load(hostId)).failing;
  }
}

@Resolver(() => ContainerType)
export class ContainerNowResolver {
  constructor(private readonly live: LiveRates) {}

  @ResolveField(() => Rates, rates('What the interfaces of its network namespace count together now'))
  async rates(@Parent() row: ContainerRow, @Context('loaders') loaders: Loaders): Promise<PerSecond | null> {
    const { hostId, namespace, goneAt } = row;
    if (goneAt || namespace === null) return null;
    const found = await loaders.interfacesOfNamespace.load({ hostId, namespace });
    const own = found.filter((each) => each.class === 'container' && each.goneAt === null);
    const [first] = own;
    if (!first) return null;
    const live = this.live.of(
      first.hostUuid,
      own.map(({ key }) => key),
      Date.now(),
    );
    const seriesIds = own.map(({ seriesId }) => seriesId);
    return perSecond(live ?? (await loaders.now.memberRates.load({ hostId, seriesIds })));
  }

  @ResolveField(() => Float, float('CPU time in percent of one core (250 = two and a half cores)'))
  async cpuPercent(@Parent() key: ContainerRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.containerState.load(key)).cpuPercent;
  }

  @ResolveField(() => Float, float('Memory in use in bytes'))
  async memoryBytes(@Parent() key: ContainerRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.containerState.load(key)).memoryBytes;
  }

  @ResolveField(() => Float, {
    nullable: true,
    description: `The most memory it may use in bytes, ${STATE}; null where it may use all, or that was not told within 45 s.`,
  })
  async memoryLimitBytes(@Parent() key: ContainerRow, @Context('loaders') { now }: Loaders): Promise<number | null> {
    return (await now.containerState.load(key)).memoryLimitBytes;
  }
}

type PerSecond = Readonly<Record<string, number>>;

function perSecond(counted: NowRates): PerSecond | null {
  return counted && ratesByName(perCounter((counter) => roundedRate(counted[counter])));
}
