import { computed, type ComputedRef, shallowRef, watch } from 'vue';
import type { HostSummary } from '../api/index.js';
import type { Reading } from '../format/reading.js';
import { busiest, type Rankable } from './live/busiest.js';
import { lineOf, type Point } from './live/frames.js';
import { freshTick, rateNow } from './live/rates.js';
import { framesOf, useHistory } from './use-history.js';
import type { Live } from './use-live.js';

type SummaryInterface = HostSummary['interfaces'][number];

/** One of the busiest interfaces, with its host. */
export interface BusyInterface {
  readonly id: string;
  readonly iface: SummaryInterface;
  readonly host: HostSummary;
  readonly incoming: Reading;
  readonly outgoing: Reading;
  readonly incomingLine: readonly Point[];
  readonly outgoingLine: readonly Point[];
}

interface RankedInterface extends Rankable {
  readonly iface: SummaryInterface;
  readonly host: HostSummary;
}

const LIVE = { kind: 'live' } as const;
const SPARK_POINTS = 100;
/** Ranked every other second: a table that reorders with every tick cannot be read. */
const RANK_EVERY_MS = 2_000;

/** The interfaces with the most traffic now, and the uplinks that rest. */
export function useBusiest(
  live: Live,
  hosts: () => readonly HostSummary[],
  now: () => number,
  count: number,
): ComputedRef<BusyInterface[]> {
  const ranked = shallowRef<RankedInterface[]>([]);
  const rank = (): void => {
    const candidates = hosts()
      .filter((host) => freshTick(live.windowOf(host.id), now(), host.intervalMilliseconds))
      .flatMap((host) => {
        const window = live.windowOf(host.id);
        return host.interfaces.map((iface) => ({ item: { ...iface, iface, host }, window }));
      });
    ranked.value = busiest(candidates, count);
  };
  watch([hosts, () => Math.floor(now() / RANK_EVERY_MS), () => live.newestAt.value === null], rank, {
    immediate: true,
  });
  const history = useHistory(
    live,
    () => {
      const interfaces = ranked.value.map(({ id }) => id).sort();
      return interfaces.length > 0 ? { interfaces, counters: ['RX_BYTES', 'TX_BYTES'], points: SPARK_POINTS } : null;
    },
    () => LIVE,
  );
  return computed(() => {
    void live.version.value;
    return ranked.value.map(({ id, iface, host }) => {
      const window = live.windowOf(host.id);
      const tick = freshTick(window, now(), host.intervalMilliseconds);
      const frames = framesOf(live, host.id, history, LIVE);
      return {
        id,
        iface,
        host,
        incoming: rateNow(window, tick, id, 'rxBytes'),
        outgoing: rateNow(window, tick, id, 'txBytes'),
        incomingLine: lineOf(frames, id, 'rxBytes'),
        outgoingLine: lineOf(frames, id, 'txBytes'),
      };
    });
  });
}
