import { ask, SERIES, type SeriesResult } from '../../api/index.js';
import { INTERFACE_RANKING, type InterfaceSort, type RankedInterface } from '../../api/operations/interfaces.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';

/** The first interfaces of an order, and how they went over the page's range. */
export interface Ranking {
  readonly interfaces: readonly RankedInterface[];
  readonly series: SeriesResult;
}

/** So many rows and columns of a heat map can be told apart. */
const MOST = 40;
const POINTS = 75;
/** Of less there is no pattern. */
const LEAST_MS = 900_000;
const NOTHING: SeriesResult = { from: '', to: '', stepMilliseconds: 0, resolution: 'raw', at: [], series: [] };

/** Asks who is first, and then how those went: two questions, however long the list. */
export function useRanking(by: InterfaceSort['by'], filter: () => FilterInput | null): Asked<Ranking> {
  return useInRange<Ranking>(
    async (stretch, signal) => {
      const sort = { by, direction: 'DESCENDING' as const };
      const first = await ask(INTERFACE_RANKING, { filter: filter(), sort, first: MOST }, signal);
      if (!first.ok) return first;
      const interfaces = first.data.interfaces.nodes;
      if (interfaces.length === 0) return { ok: true, data: { interfaces, series: NOTHING } };
      const input = { interfaces: interfaces.map(({ id }) => id), points: POINTS, ...stretch };
      const series = await ask(SERIES, { input }, signal);
      return series.ok ? { ok: true, data: { interfaces, series: series.data.series } } : series;
    },
    filter,
    LEAST_MS,
  );
}
