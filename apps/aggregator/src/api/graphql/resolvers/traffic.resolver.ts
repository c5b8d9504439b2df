import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { LiveHub } from '../../../live/live.hub.js';
import { MAX_STANDING_FILTERS, StandingFilters } from '../../../live/standing-filters.js';
import type { Tick, TickFilter } from '../../../live/tick.js';
import { type Filter, refusalOfFilter } from '../../../query/filter.js';
import { InterfaceRepository } from '../../../query/interfaces.js';
import { currentScopeKey, inScopeOfNow } from '../../../query/caller.js';
import { LiveFilterQuery } from '../../../query/live-filter.query.js';
import { SeenHosts } from '../../../query/scope/seen-hosts.js';
import { badUserInput, refuseIf } from '../errors.js';
import { trafficSeen } from '../scope/traffic-seen.js';
import { TrafficFilter, TrafficTick } from '../types/tick.type.js';

@Resolver()
export class TrafficResolver {
  constructor(
    private readonly live: LiveHub,
    private readonly interfaces: InterfaceRepository,
    private readonly filters: StandingFilters,
    private readonly query: LiveFilterQuery,
    private readonly seen: SeenHosts,
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
    const { interfaces, ...asked } = filter ?? {};
    const { hosts, ...more } = asked;
    if (Object.values(more).some((each) => each != null)) {
      refuseIf(interfaces ? { field: 'interfaces', reason: 'is excluded by all but hosts: give one of them' } : null);
      return this.passing(asked);
    }
    const named = await this.named(hosts ?? null, interfaces ?? null);
    return this.live.subscribe(trafficSeen(() => named, this.seen.ofNow()));
  }

  /** What passes may be another tomorrow: a container that is replaced has another interface. */
  private async passing(filter: Filter): Promise<AsyncIterableIterator<Tick>> {
    refuseIf(refusalOfFilter(filter));
    const read = inScopeOfNow(() => this.query.traffic(filter));
    const held = await this.filters.hold(JSON.stringify([currentScopeKey(), filter]), read);
    if (held) return this.live.subscribe(trafficSeen(held.passing, this.seen.ofNow()), held.letGo);
    const reason = `is the ${MAX_STANDING_FILTERS + 1}th to be watched at a time: take one that others watch, or end some`;
    throw badUserInput({ field: 'filter', reason });
  }

  /** An interface id does not tell its host, without whose ticks “did not move” could not be told from silence. */
  private async named(hosts: readonly string[] | null, interfaces: readonly string[] | null): Promise<TickFilter> {
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
