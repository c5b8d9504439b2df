import { computed, type ComputedRef, type Ref } from 'vue';
import type { HostSummary } from '../api/index.js';
import type { Reading } from '../format/reading.js';
import { fleetLine } from './live/fleet.js';
import { type Frame, lineOf, type Point } from './live/frames.js';
import { type HostNow, hostNow } from './live/host-now.js';
import { liveFrom } from './live/rates.js';
import { framesOf, useHistory } from './use-history.js';
import type { Live } from './use-live.js';

/** A host with how it stands and its last minutes. */
export interface FleetHost extends HostNow {
  readonly host: HostSummary;
  readonly incomingLine: readonly Point[];
  readonly outgoingLine: readonly Point[];
}

/** The whole fleet this second, and its last minutes. */
export interface Fleet {
  readonly hosts: ComputedRef<FleetHost[]>;
  readonly incoming: ComputedRef<Reading>;
  readonly outgoing: ComputedRef<Reading>;
  readonly incomingLine: ComputedRef<Point[]>;
  readonly outgoingLine: ComputedRef<Point[]>;
  /** Where the live view begins. */
  readonly from: ComputedRef<number>;
}

const LIVE = { kind: 'live' } as const;

/** The fleet's uplinks, host by host and together; hosts that are silent are left out of the sum. */
export function useFleet(live: Live, hosts: Readonly<Ref<HostSummary[] | null>>, now: Readonly<Ref<number>>): Fleet {
  const history = useHistory(
    live,
    () => ({ filter: { uplink: true }, grouping: 'HOST', counters: ['RX_BYTES', 'TX_BYTES'], points: 300 }),
    () => LIVE,
  );
  const frames = computed<{ hostId: string; frames: Frame[] }[]>(() => {
    void live.version.value;
    return (hosts.value ?? []).map((host) => ({ hostId: host.id, frames: framesOf(live, host.id, history, LIVE) }));
  });
  const rows = computed(() =>
    (hosts.value ?? []).map((host, index): FleetHost => {
      const own = frames.value[index]?.frames ?? [];
      return {
        host,
        ...hostNow(host, live.windowOf(host.id), now.value, live.socket.value === 'open'),
        incomingLine: lineOf(own, host.id, 'rxBytes'),
        outgoingLine: lineOf(own, host.id, 'txBytes'),
      };
    }),
  );
  const from = computed(() => {
    const first = (hosts.value ?? []).map((host) => Date.parse(host.firstSeen));
    return liveFrom(now.value, Math.min(...first, now.value));
  });
  const line = (counter: 'rxBytes' | 'txBytes'): Point[] => fleetLine(frames.value, counter, from.value, now.value);
  return {
    hosts: rows,
    incoming: computed(() => total(rows.value.map((row) => row.incoming))),
    outgoing: computed(() => total(rows.value.map((row) => row.outgoing))),
    incomingLine: computed(() => line('rxBytes')),
    outgoingLine: computed(() => line('txBytes')),
    from,
  };
}

/** The sum of what is known; silent hosts have no part in it, and the page says how many those are. */
function total(readings: readonly Reading[]): Reading {
  const known = readings.filter((reading) => typeof reading === 'number');
  return known.length === 0 ? 'unknown' : known.reduce((sum, reading) => sum + reading, 0);
}
