import { watch } from 'vue';
import { ask, type SeriesInput } from '../api/index.js';
import { FIGURE_LINES, type FigureLines } from '../api/operations/figures.js';
import { type Asked, useAnswer } from './use-answer.js';
import { useRange } from './use-range.js';

/** Groups over the page's range. */
export interface GroupQuestion extends Omit<SeriesInput, 'from' | 'to'> {
  /** The least that is asked for, in ms, ending with the range: a trend of less would show nothing. */
  readonly leastMs?: number;
  /** How often it is asked for in the live window, where not as often as there is a new point. */
  readonly livePaceMs?: number;
}

const MIN_PACE_MS = 5_000;
const MAX_PACE_MS = 60_000;
const MINUTE_MS = 60_000;
/** An answer that took long, as of a large fleet, is asked for again after so many times as long. */
const RESTS_FOR = 20;
/** Nothing is asked while there is no question. */
const NOTHING: FigureLines = {
  ...{ from: '', to: '', stepMilliseconds: 1_000, resolution: 'raw', at: [], groupCount: 0, series: [] },
  compareMilliseconds: null,
};

/** Whether something was asked at all. */
export function isAnswered({ from }: FigureLines): boolean {
  return from !== '';
}

/** Rankings, shares and sparklines of groups in the page's range, kept fresh while that moves. */
export function useGroupSeries(question: () => GroupQuestion | null): Asked<FigureLines> {
  const { range, ends, moves, isLive } = useRange();
  let tookMs = 0;
  const asked: Asked<FigureLines> = useAnswer<FigureLines>(
    async (signal) => {
      const what = question();
      if (!what) return { ok: true, data: NOTHING };
      const { leastMs = 0, livePaceMs: _pace, ...input } = what;
      const { from, to } = ends.value;
      // From a whole minute: of 15 minutes that begin within one there would be 16, and steps twice as wide.
      const least = Math.ceil((to - leastMs) / MINUTE_MS) * MINUTE_MS;
      const stretch = { from: iso(leastMs > 0 ? Math.min(from, least) : from), to: iso(to) };
      const askedAt = performance.now();
      const answer = await ask(FIGURE_LINES, { input: { ...input, ...stretch } }, signal);
      tookMs = performance.now() - askedAt;
      return answer.ok ? { ok: true, data: answer.data.series } : answer;
    },
    () => {
      const livePaceMs = isLive.value ? question()?.livePaceMs : undefined;
      return moves.value ? Math.max(livePaceMs ?? paceOf(asked.data.value), tookMs * RESTS_FOR) : Infinity;
    },
  );
  watch(
    () => JSON.stringify([question(), range.value]),
    () => void asked.refresh(),
  );
  return asked;
}

/** About as often as there is a new point. */
function paceOf(answer: FigureLines | null): number {
  return Math.min(MAX_PACE_MS, Math.max(MIN_PACE_MS, (answer?.stepMilliseconds ?? 0) / 3));
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
