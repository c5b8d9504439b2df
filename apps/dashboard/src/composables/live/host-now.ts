import type { Reading } from '../../format/reading.js';
import type { HostWindow } from './host-window.js';
import { freshTick, rateNow } from './rates.js';

/** What of a host's inventory tells how it stands. */
export interface HostFacts {
  readonly id: string;
  readonly state: 'ALIVE' | 'SILENT';
  readonly lastSeen: string | null;
  readonly intervalMilliseconds: number | null;
  readonly interfaces: readonly { readonly uplink: boolean; readonly speedBitsPerSecond: number | null }[];
}

/** How a host stands this second. */
export interface HostNow {
  readonly silent: boolean;
  /** Null where it never sent anything. */
  readonly lastSeenAt: number | null;
  readonly incoming: Reading;
  readonly outgoing: Reading;
  /** The fuller direction's share of the uplinks' speed; null where either is unknown. */
  readonly utilisation: number | null;
}

const BITS_PER_BYTE = 8;

/** A host by its newest tick; without a fresh one it is silent if it was heard before, or if the aggregator says so. */
export function hostNow(host: HostFacts, window: HostWindow, now: number, connected: boolean): HostNow {
  const tick = freshTick(window, now, host.intervalMilliseconds);
  const incoming = rateNow(window, tick, host.id, 'rxBytes');
  const outgoing = rateNow(window, tick, host.id, 'txBytes');
  const wentQuiet = connected && window.newest !== undefined;
  return {
    silent: tick === null && (wentQuiet || host.state === 'SILENT'),
    lastSeenAt: Math.max(window.newest?.at ?? 0, host.lastSeen === null ? 0 : Date.parse(host.lastSeen)) || null,
    incoming,
    outgoing,
    utilisation: utilisation(host, incoming, outgoing),
  };
}

function utilisation(host: HostFacts, incoming: Reading, outgoing: Reading): number | null {
  const speeds = host.interfaces.filter((iface) => iface.uplink).map((iface) => iface.speedBitsPerSecond);
  const total = speeds.reduce<number>((sum, speed) => sum + (speed ?? 0), 0);
  if (total === 0 || speeds.includes(null)) return null;
  if (typeof incoming !== 'number' || typeof outgoing !== 'number') return null;
  return (Math.max(incoming, outgoing) * BITS_PER_BYTE) / total;
}
