import type { HostWindow } from './host-window.js';

/** Ranked over this many ticks, so that the order is calm. */
const RANKED_TICKS = 5;

/**
 * Both directions of each interface a second, on average over the last ticks, in one pass over what moved: a host may have ten thousand.
 * What is not in it stood still, or nothing is known of it.
 */
export function recentLoads(window: HostWindow): ReadonlyMap<string, number> {
  const ticks = window.ticks.slice(-RANKED_TICKS);
  const loads = new Map<string, number>();
  for (const { milliseconds, columns } of ticks.flatMap(({ parts }) => parts)) {
    const perSecond = 1_000 / milliseconds / ticks.length;
    columns.interfaceIds.forEach((id, position) => {
      const moved = (columns.rxBytes[position] ?? 0) + (columns.txBytes[position] ?? 0);
      loads.set(id, (loads.get(id) ?? 0) + moved * perSecond);
    });
  }
  return loads;
}
