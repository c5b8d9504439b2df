import { computed, type ComputedRef } from 'vue';
import { countedFilter } from '../../composables/counted-filter.js';
import type { Point } from '../../composables/live/frames.js';
import { added, lineOf, newest } from '../../composables/ranked-groups.js';
import { useFilter } from '../../composables/use-filter.js';
import { useGroupSeries } from '../../composables/use-group-series.js';

/** A figure of the fleet over the range. */
export interface KeyFigures {
  readonly line: readonly Point[];
  readonly perSecond: number | null;
  readonly total: number;
}

export type FigureName = 'in' | 'out' | 'packets' | 'lost';

const POINTS = 60;
const COUNTERS = {
  in: ['rxBytes'],
  out: ['txBytes'],
  packets: ['rxPackets', 'txPackets'],
  lost: ['rxErrors', 'txErrors', 'rxDropped', 'txDropped'],
} as const satisfies Record<FigureName, readonly string[]>;
const ASKED = [
  ...(['RX_BYTES', 'TX_BYTES', 'RX_PACKETS', 'TX_PACKETS'] as const),
  ...(['RX_ERRORS', 'TX_ERRORS', 'RX_DROPPED', 'TX_DROPPED'] as const),
];

/** All counters of the fleet together; null until they are answered. In and out are as new as the lines of `total`. */
export function useKeyFigures(
  total: () => { readonly incoming: readonly Point[]; readonly outgoing: readonly Point[] },
): ComputedRef<Record<FigureName, KeyFigures> | null> {
  const { filter } = useFilter();
  const { data } = useGroupSeries(() => ({
    ...{ filter: countedFilter(filter.value), grouping: 'ALL', counters: ASKED, points: POINTS },
  }));
  const figuresOf = (counters: readonly string[]): KeyFigures => {
    const series = data.value?.series[0];
    const lines = counters.map((counter) =>
      series ? lineOf(data.value?.at ?? [], series, `${counter}PerSecond`) : [],
    );
    const line = added(lines);
    const names = counters.map((counter) => counter.replace(/[A-Z]/, (letter) => `_${letter}`).toUpperCase());
    const totals = series?.statistics.filter(({ counter }) => names.includes(counter)) ?? [];
    return { line, perSecond: newest(line), total: totals.reduce((sum, { total }) => sum + total, 0) };
  };
  return computed(() =>
    data.value
      ? {
          in: { ...figuresOf(COUNTERS.in), perSecond: newest(total().incoming) },
          out: { ...figuresOf(COUNTERS.out), perSecond: newest(total().outgoing) },
          packets: figuresOf(COUNTERS.packets),
          lost: figuresOf(COUNTERS.lost),
        }
      : null,
  );
}
