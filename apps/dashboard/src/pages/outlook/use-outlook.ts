import { watch } from 'vue';
import { ask, SERIES, type SeriesInput, type SeriesResult } from '../../api/index.js';
import { CAPACITY, type CapacityAnswer, FORECAST, type ForecastAnswer } from '../../api/operations/outlook.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';

/** Whose future is asked for. */
export type Target = { readonly interface: string } | { readonly host: string };

/** Hours are forecast from whole hours: sooner there is nothing new. */
const PACE_MS = 600_000;
const HOUR_MS = 3_600_000;
/** So much of what was is drawn beside what will be. */
const PAST_SHARE = 1.5;

/** What was and what is to be expected. */
export interface Outlook {
  readonly forecast: ForecastAnswer;
  readonly past: SeriesResult;
}

/** The forecast of one thing for so many hours, with what was before; asked for when it is its turn. */
export function useOutlook(target: () => Target, hours: () => number, isTurn: () => boolean): Asked<Outlook | null> {
  return useTurn(
    async (signal) => {
      const ahead = hours();
      const [forecast, past] = await Promise.all([
        ask(FORECAST, { input: { ...target(), hours: ahead } }, signal),
        ask(SERIES, { input: pastOf(target(), ahead * PAST_SHARE) }, signal),
      ]);
      if (!forecast.ok) return forecast;
      return past.ok ? { ok: true, data: { forecast: forecast.data.forecast, past: past.data.series } } : past;
    },
    () => [target(), hours()],
    isTurn,
  );
}

/** When the links of one thing are full. */
export function useCapacityOf(target: () => Target, isTurn: () => boolean): Asked<CapacityAnswer | null> {
  return useTurn(
    async (signal) => {
      const whose = target();
      const variables = 'host' in whose ? { filter: { hosts: [whose.host] } } : { interface: whose.interface };
      const answer = await ask(CAPACITY, variables, signal);
      return answer.ok ? { ok: true, data: answer.data.capacity } : answer;
    },
    target,
    isTurn,
  );
}

function pastOf(target: Target, hours: number): SeriesInput {
  const to = Date.now();
  const whose: Partial<SeriesInput> =
    'host' in target ? { filter: { hosts: [target.host] }, groupBy: ['HOST'] } : { interfaces: [target.interface] };
  return { ...whose, from: new Date(to - hours * HOUR_MS).toISOString(), to: new Date(to).toISOString(), points: 200 };
}

function useTurn<T>(
  question: Parameters<typeof useAnswer<T | null>>[0],
  watched: () => unknown,
  isTurn: () => boolean,
): Asked<T | null> {
  const asked = useAnswer<T | null>(
    async (signal) => (isTurn() ? question(signal) : { ok: true, data: null }),
    () => PACE_MS,
  );
  watch(
    () => JSON.stringify([watched(), isTurn()]),
    () => void asked.refresh(),
  );
  return asked;
}
