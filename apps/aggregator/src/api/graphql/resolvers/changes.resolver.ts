import { Args, Resolver, Subscription } from '@nestjs/graphql';
import type { EventMessage } from '@weir/model';
import { EventFeed } from '../../../live/event.feed.js';
import { type HostNews, HostNewsFeed } from '../host-news.js';
import { EventFilterInput, EventType } from '../types/event.type.js';
import { HostNewsType } from '../types/host-news.type.js';

@Resolver()
export class ChangesResolver {
  constructor(
    private readonly events: EventFeed,
    private readonly news: HostNewsFeed,
  ) {}

  @Subscription(() => EventType, {
    description:
      'What agents tell of changes, as they tell it; what the aggregator finds itself (`host.…`) is in the stored timeline ' +
      'only. A slow client gets the newest 1000.',
    resolve: asEvent,
  })
  changes(
    @Args('filter', { type: () => EventFilterInput, nullable: true, description: 'Which changes; left out, all.' })
    filter: EventFilterInput | null,
  ): AsyncIterableIterator<EventMessage> {
    const { hosts, kinds } = filter ?? {};
    return this.events.subscribe({ hosts: hosts ? new Set(hosts) : null, kinds: kinds ?? null });
  }

  @Subscription(() => HostNewsType, {
    name: 'hosts',
    description:
      'Hosts that come, fall silent, are renamed or changed: what a list of hosts should be asked again for.',
    resolve: asHostNews,
  })
  hosts(): AsyncIterableIterator<HostNews> {
    return this.news.subscribe();
  }
}

function asEvent({ host: hostId, at, kind, subject, before, after, text }: EventMessage): EventType {
  return { hostId, at: new Date(at), kind, subject, before, after, text };
}

function asHostNews({ kind, hostId, name, atMs }: HostNews): HostNewsType {
  return { kind, hostId, name, at: new Date(atMs) };
}
