import { type Average, intersection, type Range, type Span, total } from './averages.js';
import type { HostSums, UnitSums } from './window-sums.js';

/** The average rates of a group over one window, one value for each counter; null where nothing of it is known. */
export interface GroupAverage extends Pick<Average, 'coveredMs'> {
  readonly perSecond: readonly number[] | null;
}

interface Part extends UnitSums {
  readonly presence: readonly Span[];
}

/**
 * The averages of groups over windows: for each host, what its members counted ÷ the seconds known of it, idle ones
 * included; then the sum over hosts. A group exists from the birth of its first member to the death of its last, wherever
 * they ran, so that a service that moved to another host is not counted twice: where it is no more, it counts nothing.
 * One answer for each group and window.
 */
export function averagesOf(
  groupCount: number,
  hosts: readonly HostSums[],
  windows: readonly Range[],
): GroupAverage[][] {
  const parts: Part[][] = Array.from({ length: groupCount }, () => []);
  for (const { presence, units } of hosts)
    for (const unit of units) parts[unit.unit.group]?.push({ ...unit, presence });
  return parts.map((group) => {
    const alive = lifetimeOf(group);
    return windows.map((window, index) => averageOf(group, intersection(window, alive), index));
  });
}

function averageOf(group: readonly Part[], range: Range, window: number): GroupAverage {
  const known = group
    .map((part) => ({ part, coveredMs: total(part.presence, range) - total(part.unread, range) }))
    .filter(({ coveredMs }) => coveredMs > 0);
  if (known.length === 0) return { coveredMs: 0, perSecond: null };
  const counters = known[0]?.part.sums[window] ?? [];
  const perSecond = Array.from(counters, (_, counter) =>
    known.reduce((sum, { part, coveredMs }) => sum + ((part.sums[window]?.[counter] ?? 0) * 1_000) / coveredMs, 0),
  );
  return { coveredMs: Math.max(...known.map(({ coveredMs }) => coveredMs)), perSecond };
}

/** A sample proves life: the inventory may tell later when an interface came, and earlier when it went. */
function lifetimeOf(group: readonly Part[]): Range {
  return {
    fromMs: Math.min(...group.flatMap(({ unit, sampled }) => [unit.alive.fromMs, sampled.fromMs])),
    untilMs: Math.max(...group.flatMap(({ unit, sampled }) => [unit.alive.untilMs, sampled.untilMs])),
  };
}
