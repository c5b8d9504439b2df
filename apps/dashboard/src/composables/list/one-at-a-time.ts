import { onScopeDispose, type Ref, ref } from 'vue';
import type { Failure } from '../../api/index.js';

const RETRY_MS = 3_000;

/** Work of which only the newest runs. */
export interface OneAtATime {
  /** Drops what is under way, and begins this. */
  readonly run: (work: (signal: AbortSignal) => Promise<Failure | null>) => void;
  readonly failure: Readonly<Ref<Failure | null>>;
  /** Whether something that shows something new is under way; whoever begins it sets it. */
  readonly loading: Ref<boolean>;
}

/** Runs one question at a time; afterwards, at the pace given and sooner after a failure, calls `again` while the page is seen. */
export function useOneAtATime(again: () => void, paceMs: () => number): OneAtATime {
  const failure = ref<Failure | null>(null);
  const loading = ref(true);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (delayMs: number): void => {
    if (!Number.isFinite(delayMs)) return;
    timer = setTimeout(() => (document.hidden ? later(delayMs) : again()), delayMs);
  };
  const drop = (): void => {
    clearTimeout(timer);
    running?.abort();
  };
  const run = async (work: (signal: AbortSignal) => Promise<Failure | null>): Promise<void> => {
    drop();
    const mine = (running = new AbortController());
    try {
      const failed = await work(mine.signal);
      if (mine.signal.aborted) return;
      failure.value = failed;
      later(failed ? RETRY_MS : paceMs());
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    } finally {
      if (!mine.signal.aborted) loading.value = false;
    }
  };
  onScopeDispose(drop);
  return { run: (work) => void run(work), failure, loading };
}
