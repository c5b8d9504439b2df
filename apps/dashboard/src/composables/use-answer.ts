import { onScopeDispose, type Ref, ref, shallowRef } from 'vue';
import type { Answer, Failure } from '../api/index.js';

/** A question that is asked again and again; what was answered stays on screen while a new answer fails. */
export interface Asked<T> {
  readonly data: Readonly<Ref<T | null>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: Readonly<Ref<boolean>>;
  /** When the data was answered, by the browser's clock. */
  readonly answeredAt: Readonly<Ref<number | null>>;
  /** Asks now; a question still under way is dropped. */
  readonly refresh: () => Promise<void>;
  /** Asks soon, once, however often it is called. */
  readonly refreshSoon: () => void;
}

const SOON_MS = 400;
const RETRY_MS = 3_000;
const MOST_RETRY_MS = 5 * 60_000;

/** How long to wait after so many failures in a row until it is asked again, ms; Infinity = it is not, by itself. */
export type RetryPace = (failures: number, failure: Failure) => number;

/** For what is dear to answer: asked again where the failure may pass, later and later. */
export const laterAndLater: RetryPace = (failures, { isLasting }) =>
  isLasting ? Infinity : Math.min(RETRY_MS * 2 ** (failures - 1), MOST_RETRY_MS);

/** Keeps an answer up to date: asked at once, again `paceMs()` after each answer while the page is seen, soon after a failure. */
export function useAnswer<T>(
  question: (signal: AbortSignal) => Promise<Answer<T>>,
  paceMs: () => number,
  retryMs: RetryPace = () => RETRY_MS,
): Asked<T> {
  const data: Ref<T | null> = shallowRef(null);
  const failure = ref<Failure | null>(null);
  const loading = ref(true);
  const answeredAt = ref<number | null>(null);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let failures = 0;

  const settle = (answer: Answer<T>): void => {
    loading.value = false;
    failure.value = answer.ok ? null : answer.failure;
    failures = answer.ok ? 0 : failures + 1;
    if (!answer.ok) return later(retryMs(failures, answer.failure));
    data.value = answer.data;
    answeredAt.value = Date.now();
    later(paceMs());
  };
  const refresh = async (): Promise<void> => {
    running?.abort();
    forget();
    const mine = (running = new AbortController());
    try {
      settle(await question(mine.signal));
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    }
  };
  const forget = (): void => {
    clearTimeout(timer);
    dueAt = Infinity;
  };
  const later = (delayMs: number): void => {
    if (!Number.isFinite(delayMs) || Date.now() + delayMs >= dueAt) return;
    forget();
    dueAt = Date.now() + delayMs;
    timer = setTimeout(() => {
      forget();
      if (document.hidden) later(delayMs);
      else void refresh();
    }, delayMs);
  };
  onScopeDispose(() => {
    forget();
    running?.abort();
  });
  void refresh();
  return { data, failure, loading, answeredAt, refresh, refreshSoon: () => later(SOON_MS) };
}
