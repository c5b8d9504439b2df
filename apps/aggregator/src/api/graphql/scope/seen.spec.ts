import { describe, expect, it } from '@jest/globals';
import { Newest } from '../../../live/newest.js';
import type { TickFilter } from '../../../live/tick.js';
import type { Seen } from '../../../query/scope/seen-hosts.js';
import type { HostNews } from '../host-news.js';
import { hostNewsSeen } from './host-news-seen.js';
import { trafficSeen } from './traffic-seen.js';

/** Hosts by id and name, of which some are seen. */
function seeing(names: Record<string, string>, ...ids: string[]): Seen & { set(...ids: string[]): void } {
  let own = new Set(ids);
  return { has: (id) => own.has(id), ids: () => own, nameOf: (id) => names[id], set: (...now) => (own = new Set(now)) };
}

describe('hostNewsSeen', () => {
  const news = (hostId: string, kind: HostNews['kind'], name: string): HostNews => ({ kind, hostId, name, atMs: 0 });

  it('tells of the hosts that are seen, and of one that is seen no more once, by the name that it had', async () => {
    const source = new Newest<HostNews>(() => undefined, 10);
    const seen = seeing({ a: 'web-1', b: 'db-1' }, 'a');
    const out = hostNewsSeen(source, seen);
    source.put('', news('b', 'alive', 'db-1'));
    source.put('', news('a', 'alive', 'web-1'));
    expect((await out.next()).value).toEqual(news('a', 'alive', 'web-1'));
    seen.set('b');
    source.put('', news('a', 'renamed', 'secret'));
    source.put('', news('a', 'silent', 'secret'));
    source.put('', news('b', 'labels', 'db-1'));
    expect((await out.next()).value).toEqual(news('a', 'forgotten', 'web-1'));
    expect((await out.next()).value).toEqual(news('b', 'labels', 'db-1'));
    await out.return?.();
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});

describe('trafficSeen', () => {
  const all: TickFilter = { hosts: null, interfaces: null };

  it('wants what was wanted where all hosts are seen', () => {
    const filter = (): TickFilter => all;
    expect(trafficSeen(filter, null)).toBe(filter);
  });

  it('wants nothing of others, and follows what is seen and what is wanted; else it is the same object', () => {
    const seen = seeing({}, 'a', 'b');
    let wanted = all;
    const filter = trafficSeen(() => wanted, seen);
    const first = filter();
    expect([[...(first.hosts ?? [])], filter()]).toEqual([['a', 'b'], first]);
    expect(filter()).toBe(first);
    wanted = { hosts: new Set(['b', 'c']), interfaces: new Set(['x']) };
    expect(filter()).toEqual({ hosts: new Set(['b']), interfaces: new Set(['x']) });
    seen.set('c');
    expect(filter().hosts).toEqual(new Set(['c']));
    seen.set();
    expect(filter().hosts).toEqual(new Set());
  });
});
