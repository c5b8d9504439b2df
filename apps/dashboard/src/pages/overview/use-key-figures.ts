import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Rates } from '../../api/index.js';
import type { FigureLines } from '../../api/operations/figures.js';
import { FLEET_RATES } from '../../api/operations/overview.js';
import { countedFilter } from '../../composables/counted-filter.js';
import type { Point } from '../../composables/live/frames.js';
import { added, lineOf, newest } from '../../composables/ranked-groups.js';
import { useFilter } from '../../composables/use-filter.js';
import { useAnswer } from '../../composables/use-answer.js';
import { isAnswered, useGroupSeries } from '../../composables/use-group-series.js';
import { useRange } from '../../composables/use-range.js';
import type { Reading } from '../../format/reading.js';
import { newestWords } from '../../format/span.js';

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

/** The lines of traffic, and what was answered of it. */
interface Traffic {
  readonly answer: FigureLines;
  readonly in: readonly Point[];
  readonly out: readonly Point[];
}

/** Of five minutes, steps of 5 s: the ends lie within steps, so that there are two more. */
const POINTS = 62;
const COUNTERS = {
  packets: ['RX_PACKETS', 'TX_PACKETS'],
  lost: ['RX_ERRORS', 'TX_ERRORS', 'RX_DROPPED', 'TX_DROPPED'],
} as const;
const COLUMNS: Readonly<Record<(typeof COUNTERS)[keyof typeof COUNTERS][number], string>> = {
  ...{ RX_PACKETS: 'rxPackets', TX_PACKETS: 'txPackets', RX_ERRORS: 'rxErrors', TX_ERRORS: 'txErrors' },
  ...{ RX_DROPPED: 'rxDropped', TX_DROPPED: 'txDropped' },
};
const UNANSWERED: KeyFigure = { line: [], reading: null, total: null };

/** Traffic is what the chart has, and is asked for once; when it is there, packets and losses are asked for. */
export function useKeyFigures(traffic: () => Traffic | null): {
  readonly figures: ComputedRef<KeyFigures>;
  /** What packets and losses are of: `now`. */
  readonly when: ComputedRef<string>;
} {
  const { filter } = useFilter();
  const { moves } = useRange();
  const isTurn = computed(() => traffic() !== null);
  const first = useFirstRates(() => isTurn.value);
  const counters = [...COUNTERS.packets, ...COUNTERS.lost];
  const { data } = useGroupSeries(() =>
    isTurn.value ? { filter: countedFilter(filter.value), grouping: 'ALL', counters, points: POINTS } : null,
  );
  const answer = computed(() => (data.value && isAnswered(data.value) ? data.value : null));
  return {
    figures: computed(() => ({
      in: trafficFigure(traffic(), 'in', first.value),
      out: trafficFigure(traffic(), 'out', first.value),
      packets: answer.value ? figureOf(answer.value, COUNTERS.packets) : UNANSWERED,
      lost: answer.value ? figureOf(answer.value, COUNTERS.lost) : UNANSWERED,
    })),
    when: computed(() => newestWords(moves.value, answer.value?.stepMilliseconds ?? 0)),
  };
}

/** What all hosts carry now, to be shown until the chart tells more of it; null where another time or only some of them are looked at. */
function useFirstRates(isTold: () => boolean): Readonly<Ref<Rates | null>> {
  const { filter } = useFilter();
  const { moves } = useRange();
  const isOfAll = computed(() => filter.value === null && moves.value);
  const { data } = useAnswer<Rates | null>(
    async (signal) => {
      if (isTold() || !isOfAll.value) return { ok: true, data: null };
      const answer = await ask(FLEET_RATES, {}, signal);
      return answer.ok ? { ok: true, data: answer.data.fleetRates } : answer;
    },
    () => Infinity,
  );
  return computed(() => (isOfAll.value ? data.value : null));
}

function trafficFigure(traffic: Traffic | null, way: 'in' | 'out', first: Rates | null): KeyFigure {
  if (!traffic)
    return { ...UNANSWERED, reading: first?.[way === 'in' ? 'rxBytesPerSecond' : 'txBytesPerSecond'] ?? null };
  const counter = way === 'in' ? 'RX_BYTES' : 'TX_BYTES';
  const total = traffic.answer.series[0]?.statistics.find((one) => one.counter === counter)?.total ?? 0;
  return { line: traffic[way], reading: newest(traffic[way]) ?? 'unknown', total };
}

function figureOf(answer: FigureLines, counters: readonly (keyof typeof COLUMNS)[]): KeyFigure {
  const [series] = answer.series;
  const line = added(counters.map((name) => (series ? lineOf(answer.at, series, `${COLUMNS[name]}PerSecond`) : [])));
  const totals = series?.statistics.filter(({ counter }) => counters.some((name) => name === counter)) ?? [];
  return { line, reading: newest(line) ?? 'unknown', total: totals.reduce((sum, { total }) => sum + total, 0) };
}
