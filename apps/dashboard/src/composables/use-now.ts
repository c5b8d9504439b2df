import { onScopeDispose, type Ref, ref } from 'vue';

/** A clock that ticks while the component lives; it rests while the page is hidden. */
export function useNow(now: () => number, everyMs: number): Readonly<Ref<number>> {
  const value = ref(now());
  const timer = setInterval(() => {
    if (!document.hidden) value.value = now();
  }, everyMs);
  onScopeDispose(() => clearInterval(timer));
  return value;
}
