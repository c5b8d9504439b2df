import { type Ref, shallowRef, watch } from 'vue';

/** While a table is scrolled, nothing is asked for. */
const SETTLED_MS = 250;

/** What a list came to rest on: its first content at once, others when it has not changed for a moment. */
export function useSettled(source: () => readonly string[]): Readonly<Ref<readonly string[]>> {
  const settled = shallowRef<readonly string[]>(source());
  watch(
    () => source().join('\n'),
    (_now, _before, onCleanup) => {
      const timer = setTimeout(() => (settled.value = source()), settled.value.length === 0 ? 0 : SETTLED_MS);
      onCleanup(() => clearTimeout(timer));
    },
  );
  return settled;
}
