import { perCounter, type TrafficMessage } from '@weir/model';
import type { LiveMembers } from './members.js';

/** A whole second, so that ticks are easy to place. */
export const T0 = 1_700_000_000_000;

/** What a host counted until `at` ms after T0: so many received bytes of each key, twice as many sent. */
export function message(
  host: string,
  at: number,
  bytes: Readonly<Record<string, number>>,
  more: Partial<TrafficMessage> = {},
): TrafficMessage {
  const counts = Object.values(bytes);
  return {
    ...{ v: 1, host, boot: 'boot', run: 'run', seq: 1, part: 0, at: T0 + at, ms: 1_000 },
    ...{ keys: Object.keys(bytes), unread: [], base: new Map(), resets: [] },
    columns: perCounter((_, place) => counts.map((count) => (place === 0 ? count : place === 1 ? 2 * count : 0))),
    ...more,
  };
}

/** Members by host, key and name of the group. */
export function members(hosts: Readonly<Record<string, Readonly<Record<string, string>>>>): LiveMembers {
  const names = [...new Set(Object.values(hosts).flatMap((host) => Object.values(host)))];
  return {
    groups: names.map((name) => ({ id: name, keys: [{ dimension: 'stack', value: name }] })),
    hosts: Object.entries(hosts).map(([id, keys]) => ({
      id,
      members: Object.entries(keys).map(([key, name]) => [key, names.indexOf(name)] as const),
    })),
  };
}
