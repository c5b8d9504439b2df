import { describe, expect, it } from '@jest/globals';
import { decodeControl, encodeControl } from '@weir/model';
import { peersOf, type RingHost } from './ring.js';

const idOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const host = (number: number, address: string | null = `10.0.${number >> 8}.${number & 255}`): RingHost => ({
  id: idOf(number),
  address,
});
const fleet = (size: number): RingHost[] => Array.from({ length: size }, (_, number) => host(number));
const numbersOf = (hosts: readonly RingHost[], number: number): number[] =>
  (peersOf(hosts).get(idOf(number)) ?? []).map((peer) => Number.parseInt(peer.host.slice(-12), 16));

describe('the peers of a host', () => {
  it('are those that follow it by powers of two, around the ring, whatever order they are listed in', () => {
    const hosts = fleet(20).reverse();
    expect(numbersOf(hosts, 0)).toEqual([1, 2, 4, 8, 16]);
    expect(numbersOf(hosts, 17)).toEqual([18, 19, 1, 5, 13]);
  });

  it.each([
    [1, []],
    [2, [1]],
    [3, [1, 2]],
    [4, [1, 2]],
    [5, [1, 2, 4]],
  ])('of %i are never itself, and each but once', (size, expected) => {
    expect(numbersOf(fleet(size), 0)).toEqual(expected);
  });

  it('are 8 in a fleet of any size, measured from 8 others, and join all hosts', () => {
    const hosts = fleet(1_000);
    const peers = peersOf(hosts);
    const measuredFrom = new Map<string, number>();
    for (const each of [...peers.values()].flat()) {
      measuredFrom.set(each.host, (measuredFrom.get(each.host) ?? 0) + 1);
    }
    expect(new Set([...peers.values()].map(({ length }) => length))).toEqual(new Set([8]));
    expect([measuredFrom.size, new Set(measuredFrom.values())]).toEqual([1_000, new Set([8])]);
    const reached = new Set<string>();
    for (const queue = [idOf(0)]; queue.length > 0;) {
      const id = queue.pop() ?? '';
      if (reached.has(id)) continue;
      reached.add(id);
      queue.push(...(peers.get(id) ?? []).map((peer) => peer.host));
    }
    expect(reached.size).toBe(1_000);
  });

  it('include none whose address is unknown, who measures others all the same', () => {
    const hosts = [host(0), host(1, null), host(2), host(9, null)];
    expect(numbersOf(hosts, 0)).toEqual([2]);
    expect(numbersOf(hosts, 1)).toEqual([2, 0]);
    expect(numbersOf(hosts, 9)).toEqual([0, 2]);
    expect(numbersOf([host(1, null)], 1)).toEqual([]);
  });

  it('make a message that agents take', () => {
    const peers = peersOf([...fleet(300), host(400, '2001:db8::7')]);
    const refused = [...peers].filter(
      ([id, named]) => !decodeControl(encodeControl({ v: 1, host: id, focus: null, peers: named })).ok,
    );
    expect(refused).toEqual([]);
  });
});
