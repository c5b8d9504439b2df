import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Registry } from 'prom-client';
import type { LiveFeed } from '../../live/live.feed.js';
import { LiveMetrics } from '../../live/live-metrics.js';
import type { HostListener, HostWatch, WatchedHost } from '../../query/host-watch.js';
import { type HostNews, HostNewsFeed } from './host-news.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const host = (id: string, more: Partial<WatchedHost> = {}): WatchedHost => ({
  ...{ hostId: 1, id, name: id, labels: '{}', inventoryMs: 1, storedMs: NOW, intervalMs: 1_000 },
  ...more,
});

describe('HostNewsFeed', () => {
  let feed: HostNewsFeed;
  let look: (...hosts: WatchedHost[]) => void;
  let liveMs: number | undefined;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    liveMs = undefined;
    let listener: HostListener = () => undefined;
    const watch = { listen: (given: HostListener) => (listener = given) } as unknown as HostWatch;
    look = (...hosts) => listener(new Map(hosts.map((each) => [each.id, each])));
    const live = { newestMs: () => liveMs } as unknown as LiveFeed;
    feed = new HostNewsFeed(watch, live, new LiveMetrics(new Registry()));
  });

  afterEach(() => {
    feed.onModuleDestroy();
    jest.useRealTimers();
  });

  const told = async (news: AsyncIterableIterator<HostNews>, count: number): Promise<string[]> => {
    const found: string[] = [];
    while (found.length < count) {
      const { kind, name } = (await news.next()).value as HostNews;
      found.push(`${kind} ${name}`);
    }
    return found;
  };

  it('tells what is another than at the look before, and nothing of the first', async () => {
    const news = feed.subscribe();
    look(host('a'), host('b'));
    look(host('a', { name: 'z', inventoryMs: 2, labels: '{"x":"y"}' }), host('c'));
    expect(await told(news, 5)).toEqual(['renamed z', 'new c', 'forgotten b', 'inventory z', 'labels z']);
  });

  it('tells that a host falls silent and comes back, by what arrives live, while the store says nothing new', async () => {
    const news = feed.subscribe();
    look(host('a'));
    jest.advanceTimersByTime(10_000);
    jest.advanceTimersByTime(1_000);
    expect(await told(news, 1)).toEqual(['silent a']);
    liveMs = Date.now();
    jest.advanceTimersByTime(1_000);
    expect(await told(news, 1)).toEqual(['alive a']);
  });

  it('ends with the state that holds for who reads slowly, and keeps the order of the rest', async () => {
    const news = feed.subscribe();
    look(host('a'));
    jest.advanceTimersByTime(11_000);
    look(host('a', { labels: '{"x":"y"}' }));
    for (let times = 0; times < 5; times += 1) {
      liveMs = Date.now();
      jest.advanceTimersByTime(11_000);
    }
    look(host('a', { name: 'z', inventoryMs: 2, labels: '{}' }));
    look(host('a', { name: 'a', inventoryMs: 2, labels: '{}' }));
    expect(await told(news, 4)).toEqual(['silent a', 'inventory z', 'labels z', 'renamed a']);
  });

  it('waits for a host as long as its interval asks', async () => {
    const news = feed.subscribe();
    look(host('slow', { intervalMs: 10_000 }), host('fast'));
    jest.advanceTimersByTime(12_000);
    look(host('slow', { intervalMs: 10_000 }), host('fast'), host('new'));
    expect(await told(news, 2)).toEqual(['silent fast', 'new new']);
  });

  it('ends subscriptions when it stops', async () => {
    const next = feed.subscribe().next();
    feed.onModuleDestroy();
    expect((await next).done).toBe(true);
  });
});
