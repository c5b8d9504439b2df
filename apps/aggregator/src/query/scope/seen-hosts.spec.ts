import { describe, expect, it } from '@jest/globals';
import { withinScope } from '../caller.js';
import type { HostListener, HostWatch, WatchedHost } from '../host-watch.js';
import { SeenHosts } from './seen-hosts.js';

const watched = (id: string, name: string, labels = '{}'): WatchedHost => ({
  ...{ hostId: 1, id, name, labels, inventoryMs: null, storedMs: 0, intervalMs: null },
});

function seenHosts(): { readonly hosts: SeenHosts; look(...hosts: WatchedHost[]): void } {
  let listener: HostListener = () => undefined;
  const watch = { listen: (each: HostListener) => (listener = each) } as unknown as HostWatch;
  return { hosts: new SeenHosts(watch), look: (...all) => listener(new Map(all.map((each) => [each.id, each]))) };
}

describe('SeenHosts', () => {
  const within = <T>(work: () => T): T =>
    withinScope({ hosts: ['web-*'], labels: [{ name: 'team', value: 'shop' }] }, work);

  it('says nothing of who sees all hosts', () => {
    expect(seenHosts().hosts.ofNow()).toBeNull();
  });

  it('holds none before the store was looked at, and then follows names and labels', () => {
    const { hosts, look } = seenHosts();
    const seen = within(() => hosts.ofNow());
    expect([...(seen?.ids() ?? [])]).toEqual([]);
    look(watched('a', 'web-1'), watched('b', 'db-1'));
    expect([seen?.has('a'), seen?.has('b'), seen?.nameOf('b')]).toEqual([true, false, 'db-1']);
    look(watched('a', 'api-1'), watched('b', 'db-1', '{"team":"shop"}'));
    expect([seen?.has('a'), seen?.has('b')]).toEqual([false, true]);
  });

  it('answers with the same ids for as long as they are the same', () => {
    const { hosts, look } = seenHosts();
    look(watched('a', 'web-1'));
    const seen = within(() => hosts.ofNow());
    const before = seen?.ids();
    look(watched('a', 'web-1'), watched('b', 'db-1'));
    expect(seen?.ids()).toBe(before);
    look(watched('a', 'web-1'), watched('b', 'web-2'));
    expect(seen?.ids()).not.toBe(before);
  });
});
