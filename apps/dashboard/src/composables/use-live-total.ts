import { computed, type ComputedRef, effectScope, onScopeDispose, type Ref, shallowRef, watch } from 'vue';
import type { Failure, LiveSeriesInput } from '../api/index.js';
import type { Point } from './live/frames.js';
import { LIVE_WINDOW_MS } from './live/host-window.js';
import { type LiveSecond, secondOf, totalLine, withSecond } from './live/total-line.js';
import { lineOf } from './ranked-groups.js';
import { useGroupSeries } from './use-group-series.js';
import { useLive } from './use-live.js';
import { useRange } from './use-range.js';

/** The sum of what a filter lets through, over the page's range; second by second in the live window. */
export interface LiveTotal {
  readonly incoming: ComputedRef<readonly Point[]>;
  readonly outgoing: ComputedRef<readonly Point[]>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: Readonly<Ref<boolean>>;
}

const POINTS = 300;
/** What the stream brings is not asked for: the store fills what was before, and holes. */
const STORED_PACE_MS = 20_000;
const SETTLED_AFTER_SECONDS: ReadonlySet<number> = new Set([3, 8]);

/** Follows the sum of all that the filter lets through, counted as it says. */
export function useLiveTotal(filter: () => LiveSeriesInput['filter']): LiveTotal {
  const live = useLive();
  const { isLive } = useRange();
  const stored = useGroupSeries(() => ({
    ...{ filter: filter() ?? null, grouping: 'ALL', points: POINTS, livePaceMs: STORED_PACE_MS },
  }));
  const seconds = useSeconds(filter, isLive);
  // What was missed while the connection was away is stored by now.
  watch(live.socket, (state) => state === 'open' && stored.refreshSoon());
  // So are the seconds between the first answer and the first frame, a little later.
  watch(
    () => seconds.value.length,
    (length) => SETTLED_AFTER_SECONDS.has(length) && stored.refreshSoon(),
  );
  const line = (way: 'incoming' | 'outgoing', column: string): ComputedRef<readonly Point[]> =>
    computed(() => {
      const answer = stored.data.value;
      const [series] = answer?.series ?? [];
      const points = answer && series ? lineOf(answer.at, series, column) : [];
      return isLive.value ? totalLine(points, answer?.stepMilliseconds ?? 1_000, seconds.value, way) : points;
    });
  return {
    incoming: line('incoming', 'rxBytesPerSecond'),
    outgoing: line('outgoing', 'txBytesPerSecond'),
    failure: stored.failure,
    loading: stored.loading,
  };
}

/** The seconds of the live window, while that is looked at. */
function useSeconds(
  filter: () => LiveSeriesInput['filter'],
  isLive: Readonly<Ref<boolean>>,
): Readonly<Ref<readonly LiveSecond[]>> {
  const live = useLive();
  const seconds: Ref<readonly LiveSecond[]> = shallowRef([]);
  let listening = effectScope(true);
  const listen = (): void => {
    listening.stop();
    seconds.value = [];
    if (!isLive.value) return;
    listening = effectScope(true);
    const input: LiveSeriesInput = { filter: filter() ?? null, grouping: 'ALL' };
    listening.run(() =>
      live.watchSeries(input, (frame) => {
        seconds.value = withSecond(seconds.value, secondOf(frame), live.now() - LIVE_WINDOW_MS);
      }),
    );
  };
  watch(() => JSON.stringify([filter(), isLive.value]), listen, { immediate: true });
  onScopeDispose(() => listening.stop());
  return seconds;
}
