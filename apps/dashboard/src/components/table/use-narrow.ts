import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether the screen is narrower than the width given (`720px`). */
export function useNarrow(maximumWidth: string): Readonly<Ref<boolean>> {
  const narrow = ref(false);
  if (typeof matchMedia === 'undefined') return narrow;
  const query = matchMedia(`(max-width: ${maximumWidth})`);
  const update = (): void => {
    narrow.value = query.matches;
  };
  update();
  query.addEventListener?.('change', update);
  onScopeDispose(() => query.removeEventListener?.('change', update));
  return narrow;
}
