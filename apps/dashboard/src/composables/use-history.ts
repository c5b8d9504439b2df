import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { ask, type Failure, SERIES, type SeriesInput, type SeriesResult } from '../api/index.js';
import { type Frame, hasHoles, historyFrames, liveFrames, mergeFrames } from './live/frames.js';
import { LIVE_WINDOW_MS } from './live/host-window.js';
import { endsOf, type TimeRange } from './range.js';
import { useAnswer } from './use-answer.js';
import type { Live } from './use-live.js';

/** What is asked of the store; the ends come from the range. */
export type HistoryQuestion = Omit<SeriesInput, 'from' | 'to'>;

/** Stored data, kept as fresh as the range needs. */
export interface History {
  readonly result: Readonly<Ref<SeriesResult | null>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly frames: ComputedRef<Frame[]>;
}

/** A little less than the window: seconds begun at both ends would make 301 points, answered as 150 of two seconds. */
const ASKED_LIVE_MS = LIVE_WINDOW_MS - 2_000;

const NOTHING: SeriesResult = { from: '', to: '', stepMilliseconds: 0, resolution: '', at: [], series: [] };

/** The newest seconds may not be stored when they are asked for: they are fetched again, soon. */
const SETTLING_MS = [1_500, 4_000] as const;
const WITH_HOLES_MS = 15_000;
const WITHOUT_HOLES_MS = 60_000;
const MIN_PACE_MS = 5_000;

/** Asks for history again when the question (null = nothing to ask for) or the range changes, at its pace, and after a lost connection. */
export function useHistory(live: Live, question: () => HistoryQuestion | null, range: () => TimeRange): History {
  let settling = 0;
  const pace = (): number => {
    const current = range();
    if (current.kind === 'fixed') return Infinity;
    if (current.kind === 'last') {
      return Math.min(WITHOUT_HOLES_MS, Math.max(MIN_PACE_MS, asked.data.value?.stepMilliseconds ?? 0));
    }
    const soon = SETTLING_MS[settling];
    settling += 1;
    if (soon !== undefined) return soon;
    return anyHoles(live) ? WITH_HOLES_MS : WITHOUT_HOLES_MS;
  };
  const asked = useAnswer<SeriesResult>(async (signal) => {
    const what = question();
    if (!what) return { ok: true, data: NOTHING };
    const { from, to } = endsOf(range(), live.now(), ASKED_LIVE_MS);
    const input = { ...what, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const answer = await ask(SERIES, { input }, signal);
    return answer.ok ? { ok: true, data: answer.data.series } : answer;
  }, pace);
  watch([() => JSON.stringify(question()), () => JSON.stringify(range())], () => {
    settling = 0;
    void asked.refresh();
  });
  // What was missed is stored by now; what is still on its way comes with the next questions.
  watch([live.socket, live.misses], ([state], [before]) => {
    // The first connection missed nothing: the first question is under way.
    if (before === 'connecting') return;
    settling = 0;
    if (state === 'open') asked.refreshSoon();
  });
  return {
    ...asked,
    result: asked.data,
    frames: computed(() => (asked.data.value ? historyFrames(asked.data.value) : [])),
  };
}

/** One host's stretches in the range: live ones with stored ones around them, or stored ones alone. */
export function framesOf(live: Live, hostId: string, history: History, range: TimeRange): Frame[] {
  if (range.kind !== 'live') return history.frames.value;
  const oldest = live.now() - LIVE_WINDOW_MS;
  return mergeFrames(liveFrames(live.windowOf(hostId)), history.frames.value).filter((frame) => frame.end > oldest);
}

function anyHoles(live: Live): boolean {
  return [...live.windows.values()].some((window) => hasHoles(liveFrames(window)));
}
