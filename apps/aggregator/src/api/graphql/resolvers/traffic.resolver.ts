import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { LiveHub } from '../../../live/live.hub.js';
import type { Tick, TickFilter } from '../../../live/tick.js';
import { InterfaceRepository } from '../../../query/interfaces.js';
import { badUserInput } from '../errors.js';
import { TrafficFilter, TrafficTick } from '../types/tick.type.js';

@Resolver()
export class TrafficResolver {
  constructor(
    private readonly live: LiveHub,
    private readonly interfaces: InterfaceRepository,
  ) {}

  @Subscription(() => TrafficTick, {
    description:
      'Live traffic, one tick for each host and interval. A slow client gets the newest and skips what is outdated.',
    resolve: asTrafficTick,
  })
  async traffic(
    @Args('filter', { type: () => TrafficFilter, nullable: true, description: 'Whose traffic; left out, all.' })
    filter: TrafficFilter | null,
  ): Promise<AsyncIterableIterator<Tick>> {
    return this.live.subscribe(await this.tickFilter(filter ?? {}));
  }

  /** An interface id does not tell its host, without whose ticks “did not move” could not be told from silence. */
  private async tickFilter({ hosts, interfaces }: TrafficFilter): Promise<TickFilter> {
    if (!interfaces) return { hosts: hosts ? new Set(hosts) : null, interfaces: null };
    const found = await this.interfaces.byNetIds(interfaces);
    const known = new Set(found.map(({ netId }) => netId));
    const unknown = interfaces.find((netId) => !known.has(netId));
    if (unknown !== undefined) {
      throw badUserInput({ field: 'interfaces', reason: `holds ${unknown}, which is no interface` });
    }
    const theirHosts = found.map(({ hostUuid }) => hostUuid);
    return { hosts: new Set(hosts ? theirHosts.filter((id) => hosts.includes(id)) : theirHosts), interfaces: known };
  }
}

function asTrafficTick(tick: Tick): TrafficTick {
  return { hostId: tick.hostId, at: tick.atMs, milliseconds: tick.ms, part: tick.part, columns: tick.columns };
}
