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
/** Bridges and the hosts' ends of pairs carry the same packets again. */
const OWN_CLASSES = ['UPLINK', 'VLAN', 'TUNNEL', 'CONTAINER'] as const;
const PACE_MS = 15_000;
/** Of less there is no pattern. */
const LEAST_MS = 900_000;
const NOTHING: SeriesResult = { from: '', to: '', stepMilliseconds: 0, resolution: 'raw', at: [], series: [] };

/** Asks who is first, and then how those went: two questions, however long the list. */
export function useRanking(by: InterfaceSort['by'], filter: () => FilterInput | null): Asked<Ranking> {
  return useInRange<Ranking>(
    async (stretch, signal) => {
      const sort = { by, direction: 'DESCENDING' as const };
      const asked = filter();
      const whose = asked?.classes ? asked : { ...asked, classes: [...OWN_CLASSES] };
      const first = await ask(INTERFACE_RANKING, { filter: whose, sort, first: MOST }, signal);
      if (!first.ok) return first;
      const interfaces = first.data.interfaces.nodes;
      if (interfaces.length === 0) return { ok: true, data: { interfaces, series: NOTHING } };
      const input = { interfaces: interfaces.map(({ id }) => id), points: POINTS, ...stretch };
      const series = await ask(SERIES, { input }, signal);
      return series.ok ? { ok: true, data: { interfaces, series: series.data.series } } : series;
    },
    filter,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}
