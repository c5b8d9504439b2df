import { computed, type ComputedRef, onScopeDispose, type Ref, watch } from 'vue';
import { ask, type Failure, type SeriesInput } from '../api/index.js';
import { FIGURE_LINES, type FigureLines } from '../api/operations/figures.js';
import { LIVE_WINDOW_MS } from './live/host-window.js';
import { LiveBook } from './series/live-book.js';
import { isWhole, reachesLive, seriesLines, type SeriesLine } from './series/lines.js';
import { useAnswer } from './use-answer.js';
import { groupEntities, useChartColours } from './use-entity-colour.js';
import { useLive } from './use-live.js';
import { usePulse } from './use-pulse.js';
import { useRange } from './use-range.js';

/** What is asked; the ends come from the page's range. */
export type SeriesQuestion = Omit<SeriesInput, 'from' | 'to'>;

/** Rates over the page's range, as lines of a chart. */
export interface SeriesOverTime {
  readonly result: Readonly<Ref<FigureLines | null>>;
  /** A line for each group and counter, the groups in the order of the answer, the rest last. */
  readonly lines: ComputedRef<readonly SeriesLine[]>;
  /** The stretch to draw: live it slides with what arrives. */
  readonly ends: ComputedRef<{ readonly from: number; readonly to: number }>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: Readonly<Ref<boolean>>;
}

const NOTHING: FigureLines = {
  ...{ from: '', to: '', at: [], stepMilliseconds: 1_000, resolution: 'raw', groupCount: 0, compareMilliseconds: null },
  series: [],
};
/** A little less than the window, so that its seconds are answered as such and not two by two. */
const ASKED_LIVE_MS = LIVE_WINDOW_MS - 2_000;
/** Live, the ranking of groups is asked for again this often; the figures come by themselves. */
const LIVE_PACE_MS = 60_000;
/** The newest seconds may not be stored when they are asked for: again soon, and then less and less often. */
const SETTLING_MS = 3_000;
/** An answer that took long, as of a large fleet, is asked for again after so many times as long. */
const RESTS_FOR = 5;
const LEAST_PACE_MS = 5_000;
const DEFAULT_COUNTERS = ['RX_BYTES', 'TX_BYTES'] as const;
/** As many groups as a live series tells apart: whatever the range ranks first is likely among them. */
const MOST_LIVE_GROUPS = 100;

/** Asks for series in the page's range; live, what is stored is continued second by second. */
export function useSeries(question: () => SeriesQuestion | null): SeriesOverTime {
  const live = useLive();
  const { range, ends, isLive, moves } = useRange();
  const book = new LiveBook(LIVE_WINDOW_MS);
  const pulse = usePulse(live);
  let asked = 0;
  let tookMs = 0;
  const pace = (): number => {
    if (!moves.value) return Infinity;
    if (isLive.value) {
      if (reachesLive(answer.data.value, book.heardSince)) return LIVE_PACE_MS;
      return Math.min(LIVE_PACE_MS, Math.max(SETTLING_MS * 2 ** asked++, tookMs * RESTS_FOR));
    }
    return Math.min(LIVE_PACE_MS, Math.max(LEAST_PACE_MS, (answer.data.value?.stepMilliseconds ?? 0) / 3));
  };
  const answer = useAnswer<FigureLines>(async (signal) => {
    const what = question();
    if (!what) return { ok: true, data: NOTHING };
    const { from, to } = isLive.value ? { from: live.now() - ASKED_LIVE_MS, to: live.now() } : ends.value;
    const stretch = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const askedAt = performance.now();
    const got = await ask(FIGURE_LINES, { input: { ...what, ...stretch } }, signal);
    tookMs = performance.now() - askedAt;
    return got.ok ? { ok: true, data: got.data.series } : got;
  }, pace);
  watch(
    () => JSON.stringify([question(), range.value]),
    () => {
      asked = 0;
      void answer.refresh();
    },
  );
  // What was missed while the connection was away is stored by now, or will be soon.
  watch(live.socket, (state, before) => {
    if (state !== 'open' || before !== 'reconnecting') return;
    asked = 0;
    book.interrupt();
    answer.refreshSoon();
  });
  useLiveFrames(() => (isLive.value ? question() : null), book);
  const colourOf = useChartColours(() => {
    const series = answer.data.value?.series ?? [];
    return isWhole(series) ? [] : groupEntities(series);
  });
  const shown = computed(() => {
    void live.version.value;
    const counters = question()?.counters ?? DEFAULT_COUNTERS;
    return answer.data.value ? seriesLines(answer.data.value, counters, isLive.value ? book : null, colourOf) : [];
  });
  return {
    result: answer.data,
    lines: shown,
    ends: computed(() => (isLive.value ? { from: pulse.value - LIVE_WINDOW_MS, to: pulse.value } : ends.value)),
    failure: answer.failure,
    loading: answer.loading,
  };
}

/** Listens to the groups of a question while there is one. */
function useLiveFrames(question: () => SeriesQuestion | null, book: LiveBook): void {
  const live = useLive();
  let stop: (() => void) | null = null;
  const listen = (): void => {
    stop?.();
    stop = null;
    book.clear();
    const what = question();
    if (!what) return;
    const { points: _points, measures: _measures, compareMilliseconds: _compare, top, ...input } = what;
    const apart = top ? { top: { count: MOST_LIVE_GROUPS, ...(top.counter ? { counter: top.counter } : {}) } } : {};
    stop = live.watchSeries({ ...input, ...apart }, (frame) => book.take(frame));
  };
  watch(() => JSON.stringify(question()), listen, { immediate: true });
  onScopeDispose(() => stop?.());
}
