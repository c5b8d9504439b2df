import type { HostWindow } from './host-window.js';
import { recentMean } from './rates.js';

/** What is needed to rank an interface. */
export interface Rankable {
  readonly id: string;
  readonly class: string | null;
  readonly uplink: boolean;
  readonly state: string;
}

/** Ranked over this many ticks, so that the order is calm. */
export const RANKED_TICKS = 5;

/**
 * The host's halves of container links, and what carries other interfaces' packets: their bytes are counted elsewhere in the
 * list. Loopback never leaves the host.
 */
const COUNTED_ELSEWHERE = new Set(['VETH', 'BRIDGE', 'BOND_MEMBER', 'LOOPBACK']);

/**
 * The interfaces with the most traffic just now, those first. Of the idle ones only uplinks stay, last: an uplink that rests is
 * something to see, a container that rests is not.
 */
export function busiest<T extends Rankable>(
  candidates: readonly { readonly item: T; readonly window: HostWindow }[],
  count: number,
): T[] {
  return candidates
    .filter(({ item }) => item.class === null || !COUNTED_ELSEWHERE.has(item.class))
    .map(({ item, window }) => ({ item, load: recentLoad(window, item.id) }))
    .filter(({ item, load }) => load > 0 || (item.uplink && item.state !== 'DOWN'))
    .sort((left, right) => right.load - left.load)
    .slice(0, count)
    .map(({ item }) => item);
}

/** Both directions of an interface together, over the last ticks. */
export function recentLoad(window: HostWindow, id: string): number {
  return recentMean(window, id, 'rxBytes', RANKED_TICKS) + recentMean(window, id, 'txBytes', RANKED_TICKS);
}
