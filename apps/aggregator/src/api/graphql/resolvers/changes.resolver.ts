import { Args, Resolver, Subscription } from '@nestjs/graphql';
import type { EventMessage } from '@weir/model';
import { EventFeed } from '../../../live/event.feed.js';
import type { Sieving } from '../../../live/sieve.js';
import { MAX_SIEVES, Sieves } from '../../../live/sieves.js';
import { leavesOutBelowHosts } from '../../../query/asks-below-hosts.js';
import { type Filter, refusalOfFilter } from '../../../query/filter.js';
import { FoundEvents } from '../../../query/found-events.js';
import { LiveFilterQuery } from '../../../query/live-filter.query.js';
import { type Seen, SeenHosts } from '../../../query/scope/seen-hosts.js';
import { badUserInput, refuseIf } from '../errors.js';
import { type HostNews, HostNewsFeed } from '../host-news.js';
import { hostNewsSeen } from '../scope/host-news-seen.js';
import { EventFilterInput, EventType } from '../types/event.type.js';
import { FilterInput } from '../types/filter.input.js';
import { HostNewsType } from '../types/host-news.type.js';

/** What a change tells of is stored with the next inventory, a moment later. */
const ASK_CHANGES_AFTER_MS = [250, 2_000, 5_000, 10_000];
/** What is not stored yet has nothing by which it could be left out. */
const ASK_LEAVING_OUT_AFTER_MS = ASK_CHANGES_AFTER_MS.slice(-1);
/** Hosts are told of by what is stored already. */
const ASK_HOSTS_AFTER_MS = [0];

@Resolver()
export class ChangesResolver {
  constructor(
    private readonly events: EventFeed,
    private readonly news: HostNewsFeed,
    private readonly filters: LiveFilterQuery,
    private readonly sieves: Sieves,
    private readonly seen: SeenHosts,
    found: FoundEvents,
  ) {
    found.listen(events);
  }

  @Subscription(() => EventType, {
    description:
      'Changes as agents tell of them, and as they are found (`host.clock-wrong`, `host.identity-conflict`). With a filter on ' +
      'more than ids of hosts and kinds they come a moment later, since the store is asked. A slow client gets the newest 1000.',
    resolve: asEvent,
  })
  changes(
    @Args('filter', { type: () => EventFilterInput, nullable: true, description: 'Which changes; left out, all.' })
    filter: EventFilterInput | null,
  ): AsyncIterableIterator<EventMessage> {
    const { kinds, ...asked } = filter ?? {};
    refuseIf(refusalOfFilter(asked));
    const { hosts, ...more } = asked;
    const wanted = { hosts: amongSeen(hosts ? new Set(hosts) : null, this.seen.ofNow()), kinds: kinds ?? null };
    const begin = (): AsyncIterableIterator<EventMessage> => this.events.subscribe(wanted);
    if (!asksAnything(more)) return begin();
    return this.sieved(begin, {
      passing: (events) => this.filters.events(asked, events),
      askAfterMs: leavesOutBelowHosts(asked) ? ASK_LEAVING_OUT_AFTER_MS : ASK_CHANGES_AFTER_MS,
    });
  }

  @Subscription(() => HostNewsType, {
    name: 'hosts',
    description:
      'Hosts that come, fall silent, are renamed or changed: what a list of hosts should be asked again for.',
    resolve: asHostNews,
  })
  async hosts(
    @Args('filter', {
      type: () => FilterInput,
      nullable: true,
      description: 'Which hosts; left out, all. A host that ceases to pass is told of once more.',
    })
    filter: FilterInput | null,
  ): Promise<AsyncIterableIterator<HostNews>> {
    const begin = (): AsyncIterableIterator<HostNews> => hostNewsSeen(this.news.subscribe(), this.seen.ofNow());
    if (!filter || !asksAnything(filter)) return begin();
    refuseIf(refusalOfFilter(filter));
    let known = await this.filters.hosts(filter);
    const passing = async (news: readonly HostNews[]): Promise<ReadonlySet<HostNews>> => {
      const before = known;
      known = await this.filters.hosts(filter);
      return new Set(news.filter(({ hostId }) => before.has(hostId) || known.has(hostId)));
    };
    return this.sieved(begin, { passing, askAfterMs: ASK_HOSTS_AFTER_MS });
  }

  private sieved<T>(begin: () => AsyncIterableIterator<T>, sieving: Sieving<T>): AsyncIterableIterator<T> {
    const held = this.sieves.hold(begin, sieving);
    if (held) return held;
    const reason = `is the ${MAX_SIEVES + 1}th to be watched at a time: end some, or ask for ids of hosts and kinds alone`;
    throw badUserInput({ field: 'filter', reason });
  }
}

/** Those of the hosts that are seen; null = all. */
function amongSeen(hosts: ReadonlySet<string> | null, seen: Seen | null): Pick<ReadonlySet<string>, 'has'> | null {
  return seen ? { has: (id) => seen.has(id) && (!hosts || hosts.has(id)) } : hosts;
}

function asksAnything(filter: Filter): boolean {
  return Object.values(filter).some((each) => each != null);
}

function asEvent({ host: hostId, at, kind, subject, before, after, text }: EventMessage): EventType {
  return { hostId, at: new Date(at), kind, subject, before, after, text };
}

function asHostNews({ kind, hostId, name, atMs }: HostNews): HostNewsType {
  return { kind, hostId, name, at: new Date(atMs) };
}
