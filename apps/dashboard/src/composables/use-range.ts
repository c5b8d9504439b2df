import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { LIVE_WINDOW_MS } from './live/host-window.js';
import { endsOf, LAST_RANGES, parseRange, serialiseRange, type TimeRange } from './range.js';
import { useLive } from './use-live.js';
import { useNow } from './use-now.js';
import { useQueryState } from './use-query-state.js';

/** The stretch of time that every page looks at. */
export interface PageRange {
  /** As chosen; in the address as `range`. */
  readonly range: WritableComputedRef<TimeRange>;
  /** Its ends by the hosts' time. Those of a range that ends now move on once for each step of a chart, not with each frame. */
  readonly ends: ComputedRef<{ readonly from: number; readonly to: number }>;
  /** Whether it is the sliding window of the last minutes, second by second. */
  readonly isLive: ComputedRef<boolean>;
  /** Whether it ends now, and so moves on. */
  readonly moves: ComputedRef<boolean>;
  /** Holds still what is on screen; a link shows the same. */
  readonly pause: () => void;
  /** Moves on again, with the range that was paused. */
  readonly resume: () => void;
}

const rangeCodec = { parse: parseRange, serialise: serialiseRange, initial: 'live' };
const LIVE_STEP_MS = 1_000;
const SHORT_MS = 300_000;
const LEAST_STEP_MS = 5_000;
const MOST_STEP_MS = 60_000;
const POINTS = 300;

/** What was paused on this page last, so that going on shows it again. */
let paused: TimeRange = { kind: 'live' };

/** The page's range; every caller has the same. */
export function useRange(): PageRange {
  const live = useLive();
  const now = useNow(live.now);
  const range = useQueryState('range', rangeCodec);
  const end = computed(() => {
    const stepMs = stepOf(range.value);
    return Math.floor(now.value / stepMs) * stepMs;
  });
  const ends = computed(() => endsOf(range.value, end.value, LIVE_WINDOW_MS));
  return {
    range,
    ends,
    isLive: computed(() => range.value.kind === 'live'),
    moves: computed(() => range.value.kind !== 'fixed'),
    pause: () => {
      if (range.value.kind === 'fixed') return;
      paused = range.value;
      range.value = { kind: 'fixed', ...ends.value };
    },
    resume: () => {
      if (range.value.kind === 'fixed') range.value = paused;
    },
  };
}

/** How often a range moves on. */
function stepOf(range: TimeRange): number {
  if (range.kind !== 'last') return LIVE_STEP_MS;
  const { lengthMs } = LAST_RANGES[range.key];
  if (lengthMs <= SHORT_MS) return LIVE_STEP_MS;
  return Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, lengthMs / POINTS));
}
