import { onScopeDispose, type Ref, ref, watch } from 'vue';
import type { Live } from './use-live.js';

const LONGEST_MS = 1_500;

/**
 * The hosts' time, moved on when ticks arrive, so that new data and the sliding window are drawn together, once; without ticks it
 * moves on by itself, so that ages and gaps grow.
 */
export function usePulse(live: Live): Readonly<Ref<number>> {
  const now = ref(live.now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const beat = (): void => {
    clearTimeout(timer);
    timer = setTimeout(beat, LONGEST_MS);
    if (!document.hidden) now.value = live.now();
  };
  beat();
  watch(live.version, beat, { flush: 'sync' });
  onScopeDispose(() => clearTimeout(timer));
  return now;
}
