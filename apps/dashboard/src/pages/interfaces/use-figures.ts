import { ask } from '../../api/index.js';
import { FIGURES, type Figures } from '../../api/operations/figures.js';
import { AVERAGES, type GroupAverages } from '../../api/operations/interfaces.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';
import { type SeriesOverTime, useSeries } from '../../composables/use-series.js';
import { COUNTERS } from './counters.js';

const ALL_COUNTERS = COUNTERS.map(({ name }) => name);
const AVERAGES_PACE_MS = 5_000;

/** All eight counters of interfaces added up over the page's range; live, second by second. */
export function useFigures(interfaces: () => readonly string[]): SeriesOverTime {
  return useSeries(() => {
    const ids = interfaces();
    return ids.length > 0 ? { interfaces: [...ids], grouping: 'ALL', counters: ALL_COUNTERS, points: 300 } : null;
  });
}

/** What interfaces counted together in exactly the page's range, to the byte. */
export function useTotals(interfaces: () => readonly string[]): Asked<Figures | null> {
  return useInRange(
    async (stretch, signal) => {
      const ids = interfaces();
      if (ids.length === 0) return { ok: true, data: null };
      const input = { interfaces: [...ids], grouping: 'ALL' as const, counters: ALL_COUNTERS, ...stretch };
      const answer = await ask(FIGURES, { input }, signal);
      return answer.ok ? { ok: true, data: answer.data.totals } : answer;
    },
    () => interfaces(),
  );
}

/** The last 1, 5 and 15 minutes of interfaces, added up. */
export function useAverages(interfaces: () => readonly string[]): Asked<GroupAverages | null> {
  return useAnswer(
    async (signal) => {
      const ids = interfaces();
      if (ids.length === 0) return { ok: true, data: null };
      const input = { interfaces: [...ids], grouping: 'ALL' as const, counters: ALL_COUNTERS };
      const answer = await ask(AVERAGES, { input }, signal);
      return answer.ok ? { ok: true, data: answer.data.averages.groups[0] ?? null } : answer;
    },
    () => AVERAGES_PACE_MS,
  );
}
