import { ask } from '../../api/index.js';
import { LATENCY, type Latency } from '../../api/operations/latency.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';

/** So few points that all ways of a thousand hosts fit into one answer. */
const MATRIX_POINTS = 3;
/** Of a chart, and of a sparkline. */
export const TREND_POINTS = 200;
export const SPARK_POINTS = 30;
/** Of a thousand hosts the answer is large. */
const PACE_MS = 20_000;
/** Ways are measured every 10 s at most. */
const LEAST_MS = 300_000;

/** The way that is looked at closely: ids of hosts; the peer may be `nats`. */
export interface Way {
  readonly from: string;
  readonly to: string;
}

/** Every way that hosts look along in the page's range. */
export function useWays(filter: () => FilterInput | null): Asked<Latency> {
  return useInRange(
    async (stretch, signal) => {
      const input = { filter: filter() ?? {}, points: MATRIX_POINTS, ...stretch };
      const answer = await ask(LATENCY, { input }, signal);
      return answer.ok ? { ok: true, data: answer.data.latencySeries } : answer;
    },
    filter,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}

/** Some ways over time, at so many points: as many as a chart has, or a sparkline. */
export function useTrend(ways: () => readonly Way[], points: number): Asked<Latency | null> {
  return useInRange(
    async (stretch, signal) => {
      const wanted = ways();
      if (wanted.length === 0) return { ok: true, data: null };
      const hosts = [...new Set(wanted.map(({ from }) => from))];
      const peers = [...new Set(wanted.map(({ to }) => to))];
      const answer = await ask(LATENCY, { input: { hosts, peers, points, ...stretch } }, signal);
      if (!answer.ok) return answer;
      const { series, ...rest } = answer.data.latencySeries;
      const isWanted = new Set(wanted.map(({ from, to }) => `${from} ${to}`));
      return {
        ok: true,
        data: { ...rest, series: series.filter(({ host, peer }) => isWanted.has(`${host.id} ${peer}`)) },
      };
    },
    ways,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}
