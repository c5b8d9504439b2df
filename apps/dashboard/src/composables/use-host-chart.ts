import type { Counter } from '@weir/model';
import { computed, type ComputedRef, type Ref, type WritableComputedRef } from 'vue';
import type { HostDetail, HostInterface } from '../api/index.js';
import { lineOf, type Point } from './live/frames.js';
import { LIVE_WINDOW_MS } from './live/host-window.js';
import { liveFrom } from './live/rates.js';
import { endsOf, parseRange, serialiseRange, type TimeRange } from './range.js';
import { framesOf, type History, useHistory } from './use-history.js';
import { type Coloured, useChartColours } from './use-entity-colour.js';
import type { Live } from './use-live.js';
import { listCodec, useQueryState, wordCodec } from './use-query-state.js';

/** What the chart shows of each interface. */
export const METRICS = ['traffic', 'packets', 'errors', 'drops'] as const;
export type Metric = (typeof METRICS)[number];

/** As many as a reader can tell apart, and a browser can draw every second. */
export const MAX_SELECTED = 6;

const COUNTERS = {
  traffic: { incoming: 'rxBytes', outgoing: 'txBytes', asked: ['RX_BYTES', 'TX_BYTES'] },
  packets: { incoming: 'rxPackets', outgoing: 'txPackets', asked: ['RX_PACKETS', 'TX_PACKETS'] },
  errors: { incoming: 'rxErrors', outgoing: 'txErrors', asked: ['RX_ERRORS', 'TX_ERRORS'] },
  drops: { incoming: 'rxDropped', outgoing: 'txDropped', asked: ['RX_DROPPED', 'TX_DROPPED'] },
} as const satisfies Record<Metric, { incoming: Counter; outgoing: Counter; asked: readonly string[] }>;

/** An interface's lines in the range. */
export interface InterfaceLines {
  readonly iface: HostInterface;
  readonly incoming: readonly Point[];
  readonly outgoing: readonly Point[];
}

export interface HostChart {
  readonly range: WritableComputedRef<TimeRange>;
  readonly metric: WritableComputedRef<Metric>;
  readonly selected: WritableComputedRef<readonly string[]>;
  readonly lines: ComputedRef<InterfaceLines[]>;
  /** The colour of an interface, on the chart and on its mark. */
  readonly colourOf: (id: string) => string;
  readonly ends: ComputedRef<{ from: number; to: number }>;
  readonly history: History;
}

const rangeCodec = { parse: parseRange, serialise: serialiseRange, initial: 'live' };

/** The chart of a host: which interfaces, what of them, and over which time; all of it in the address. */
export function useHostChart(live: Live, host: () => HostDetail, now: Readonly<Ref<number>>): HostChart {
  const range = useQueryState('range', rangeCodec);
  const metric = useQueryState('show', wordCodec(METRICS));
  const chosen = useQueryState('interfaces', listCodec);
  const selected = computed({
    get: () => selection(host().interfaces, chosen.value),
    set: (ids) => (chosen.value = ids),
  });
  const colourOf = useChartColours(() => selected.value.map(entityOf));
  const history = useHistory(
    live,
    () => {
      const { asked } = COUNTERS[metric.value];
      return selected.value.length > 0 ? { interfaces: [...selected.value], counters: [...asked], points: 300 } : null;
    },
    () => range.value,
  );
  const lines = computed(() => {
    void live.version.value;
    const frames = framesOf(live, host().id, history, range.value);
    const { incoming, outgoing } = COUNTERS[metric.value];
    return selected.value.flatMap((id): InterfaceLines[] => {
      const iface = host().interfaces.find((candidate) => candidate.id === id);
      if (!iface) return [];
      return [{ iface, incoming: lineOf(frames, id, incoming), outgoing: lineOf(frames, id, outgoing) }];
    });
  });
  return {
    range,
    metric,
    selected,
    lines,
    colourOf: (id) => colourOf(entityOf(id)),
    ends: computed(() => shownEnds(range.value, history, now.value, host().firstSeen)),
    history,
  };
}

function entityOf(id: string): Coloured {
  return { kind: 'interface', id };
}

/** What is chosen, as far as it is there; without a choice the uplinks that are not down, and where there are none the first interfaces. */
export function selection(
  interfaces: readonly Pick<HostInterface, 'id' | 'uplink' | 'class' | 'state'>[],
  chosen: readonly string[],
): string[] {
  const there = new Set(interfaces.map(({ id }) => id));
  const kept = chosen.filter((id) => there.has(id));
  const uplinks = interfaces.filter(({ uplink, state }) => uplink && state !== 'DOWN');
  const initial = uplinks.length > 0 ? uplinks : interfaces.filter((iface) => iface.class !== 'LOOPBACK');
  return (kept.length > 0 ? kept : initial.map(({ id }) => id)).slice(0, MAX_SELECTED);
}

/** A stretch that ends now is drawn as it was answered: its points do not move until the next answer. */
function shownEnds(range: TimeRange, history: History, now: number, firstSeen: string): { from: number; to: number } {
  const result = history.result.value;
  if (range.kind === 'live') return { from: liveFrom(now, Date.parse(firstSeen)), to: now };
  if (range.kind !== 'last' || !result) return endsOf(range, now, LIVE_WINDOW_MS);
  return { from: Date.parse(result.from), to: Date.parse(result.to) };
}
