import { computed, type ComputedRef } from 'vue';
import type { FigureLines } from '../../api/operations/figures.js';
import { countedFilter } from '../../composables/counted-filter.js';
import type { Point } from '../../composables/live/frames.js';
import { added, lineOf, newest } from '../../composables/ranked-groups.js';
import { useFilter } from '../../composables/use-filter.js';
import { useGroupSeries } from '../../composables/use-group-series.js';
import type { Reading } from '../../format/reading.js';

/** A figure of the fleet over the range. */
export interface KeyFigure {
  readonly line: readonly Point[];
  /** Its newest value; null until that is answered. */
  readonly reading: Reading | null;
  /** What was counted in the range; null until that is answered. */
  readonly total: number | null;
}

export type FigureName = 'in' | 'out' | 'packets' | 'lost';
export type KeyFigures = Readonly<Record<FigureName, KeyFigure>>;

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

/** All counters of the fleet together. In and out are those of the lines of `total`, and need nothing else: null until those are there. */
export function useKeyFigures(
  total: () => { readonly incoming: readonly Point[]; readonly outgoing: readonly Point[] } | null,
): ComputedRef<KeyFigures> {
  const { filter } = useFilter();
  const { data } = useGroupSeries(() => ({
    ...{ filter: countedFilter(filter.value), grouping: 'ALL', counters: ASKED, points: POINTS },
  }));
  const asIn = (figure: KeyFigure, line: readonly Point[] | undefined): KeyFigure => ({
    ...figure,
    ...(line ? { reading: newest(line) ?? 'unknown' } : {}),
    line: figure.line.length > 0 ? figure.line : (line ?? []),
  });
  return computed(() => ({
    in: asIn(figureOf(data.value, COUNTERS.in), total()?.incoming),
    out: asIn(figureOf(data.value, COUNTERS.out), total()?.outgoing),
    packets: figureOf(data.value, COUNTERS.packets),
    lost: figureOf(data.value, COUNTERS.lost),
  }));
}

function figureOf(answer: FigureLines | null, counters: readonly string[]): KeyFigure {
  if (!answer) return { line: [], reading: null, total: null };
  const [series] = answer.series;
  const line = added(counters.map((counter) => (series ? lineOf(answer.at, series, `${counter}PerSecond`) : [])));
  const names = counters.map((counter) => counter.replace(/[A-Z]/, (letter) => `_${letter}`).toUpperCase());
  const totals = series?.statistics.filter(({ counter }) => names.includes(counter)) ?? [];
  return { line, reading: newest(line) ?? 'unknown', total: totals.reduce((sum, { total }) => sum + total, 0) };
}
