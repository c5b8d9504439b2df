import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventMessage } from '@weir/model';
import type { EventFeed } from '../../../live/event.feed.js';
import { Newest } from '../../../live/newest.js';
import { Sieves } from '../../../live/sieves.js';
import type { FoundEvents } from '../../../query/found-events.js';
import type { HostWatch } from '../../../query/host-watch.js';
import type { LiveFilterQuery } from '../../../query/live-filter.query.js';
import { SeenHosts } from '../../../query/scope/seen-hosts.js';
import type { HostNewsFeed } from '../host-news.js';
import type { EventFilterInput } from '../types/event.type.js';
import { ChangesResolver } from './changes.resolver.js';

const EVENT: EventMessage = {
  ...{ v: 1, host: 'h', at: 0, kind: 'container.started', subject: 'c' },
  ...{ before: null, after: null, text: 'Container c started.' },
};

describe('changes', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  /** After how many ms the store is asked about a change that it lets pass at once. */
  async function askedAfterMs(filter: Partial<EventFilterInput>): Promise<number[]> {
    const asked: number[] = [];
    const events = async (_: unknown, told: readonly EventMessage[]): Promise<ReadonlySet<EventMessage>> => {
      asked.push(Date.now());
      return new Set(told);
    };
    const source = new Newest<EventMessage>(() => undefined);
    const resolver = new ChangesResolver(
      { subscribe: () => source } as unknown as EventFeed,
      {} as HostNewsFeed,
      { events } as unknown as LiveFilterQuery,
      new Sieves(),
      new SeenHosts({ listen: () => undefined } as unknown as HostWatch),
      { listen: () => undefined } as unknown as FoundEvents,
    );
    jest.setSystemTime(0);
    const out = resolver.changes(filter as EventFilterInput);
    source.put('', EVENT);
    await jest.advanceTimersByTimeAsync(30_000);
    await out.return?.();
    return asked;
  }

  it('asks soon what is wanted, and what is left out of hosts, which are stored already', async () => {
    expect(await askedAfterMs({ stack: { eq: 'shop' } })).toEqual([250]);
    expect(await askedAfterMs({ host: { ne: 'web-1' } })).toEqual([250]);
  });

  it.each<Partial<EventFilterInput>>([
    { stack: { ne: 'shop' } },
    { interface: { notIn: ['eth0'] } },
    { labels: [{ key: 'tier', ne: 'web' }] },
  ])('asks late what is left out by what may not be stored yet: %j', async (filter) => {
    expect(await askedAfterMs(filter)).toEqual([10_000]);
  });
});
