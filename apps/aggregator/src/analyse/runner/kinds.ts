import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';

/** How high in a host's tree an interface stands: what a container sends passes its bridge, and then the uplink. */
export const RANKS = { container: 0, port: 1, between: 2, uplink: 3 } as const;

const PORTS: ReadonlySet<string | null> = new Set(['veth', 'bond-member']);

/** Where an interface stands. */
export function rankOf({ class: name, isUplink }: AnalysedInterface): number {
  if (isUplink) return RANKS.uplink;
  if (name === 'container') return RANKS.container;
  return PORTS.has(name) ? RANKS.port : RANKS.between;
}

/** Whether all that passes an interface may pass another one, above it, as well. */
export function isBelow(lower: AnalysedInterface, upper: AnalysedInterface): boolean {
  if (rankOf(lower) >= rankOf(upper)) return false;
  if (upper.isUplink || upper.class === 'bond-member') return true;
  if (lower.master !== null && lower.master === upper.name) return true;
  return lower.networkId !== null && lower.networkId === upper.networkId;
}

/**
 * The interfaces that are analysed. The host's end of a veth counts the same packets as the container's, which has a name that
 * people know: where the containers' ends are there, theirs are enough.
 */
export function worthAnalysing(interfaces: readonly AnalysedInterface[]): AnalysedInterface[] {
  const known = new Set(interfaces.filter((each) => each.class === 'container').map(({ networkId }) => networkId));
  return interfaces.filter(({ class: name, networkId }) => {
    if (name === 'loopback') return false;
    return name !== 'veth' || !known.has(networkId);
  });
}
