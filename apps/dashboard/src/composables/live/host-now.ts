import type { Reading } from '../../format/reading.js';
import type { HostWindow, Tick } from './host-window.js';
import { freshTick, rateNow } from './rates.js';

/** What of a host's inventory tells how it stands. */
export interface HostFacts {
  readonly id: string;
  readonly state: 'ALIVE' | 'SILENT';
  readonly lastSeen: string | null;
  readonly intervalMilliseconds: number | null;
  readonly interfaces: readonly {
    readonly id: string;
    readonly uplink: boolean;
    readonly speedBitsPerSecond: number | null;
  }[];
}

/** `unknown` = the connection is away, so that nothing can be said of the host. */
export type Presence = 'alive' | 'silent' | 'unknown';

/** How a host stands this second. */
export interface HostNow {
  readonly presence: Presence;
  /** Null where it never sent anything. */
  readonly lastSeenAt: number | null;
  readonly incoming: Reading;
  readonly outgoing: Reading;
  /** How full the fullest uplink is; null where no speed or no rate is known. */
  readonly utilisation: number | null;
}

const BITS_PER_BYTE = 8;

/** A host by its newest tick; without a fresh one it is silent if it was heard before, or if the aggregator says so. */
export function hostNow(host: HostFacts, window: HostWindow, now: number, connected: boolean): HostNow {
  const tick = freshTick(window, now, host.intervalMilliseconds);
  const incoming = rateNow(window, tick, host.id, 'rxBytes');
  const outgoing = rateNow(window, tick, host.id, 'txBytes');
  return {
    presence: tick ? 'alive' : presenceWithoutTick(host, window, connected),
    lastSeenAt: Math.max(window.newest?.at ?? 0, host.lastSeen === null ? 0 : Date.parse(host.lastSeen)) || null,
    incoming,
    outgoing,
    utilisation: utilisation(host, window, tick),
  };
}

function presenceWithoutTick(host: HostFacts, window: HostWindow, connected: boolean): Presence {
  if (host.state === 'SILENT') return 'silent';
  if (!connected) return 'unknown';
  return window.newest ? 'silent' : 'alive';
}

/** Of the fullest uplink: the sum of all would hide that one of them is full. */
function utilisation(host: HostFacts, window: HostWindow, tick: Tick | null): number | null {
  const shares = host.interfaces.flatMap(({ id, uplink, speedBitsPerSecond }) => {
    if (!uplink || !speedBitsPerSecond) return [];
    const rates = [rateNow(window, tick, id, 'rxBytes'), rateNow(window, tick, id, 'txBytes')];
    return rates.flatMap((rate) => (typeof rate === 'number' ? [(rate * BITS_PER_BYTE) / speedBitsPerSecond] : []));
  });
  return shares.length === 0 ? null : Math.max(...shares);
}
