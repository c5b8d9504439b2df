import { type Ref, ref, watch } from 'vue';

/** A value remembered on this device; where storage is forbidden it lasts as long as the page. What makes no sense is the initial one. */
export function useStored<T>(key: string, initial: T, understand: (value: unknown) => T | null): Ref<T> {
  const stored = ref(read()) as Ref<T>;
  watch(stored, write, { deep: true });
  return stored;

  function read(): T {
    try {
      return understand(JSON.parse(localStorage.getItem(key) ?? 'null')) ?? initial;
    } catch {
      return initial;
    }
  }

  function write(value: T): void {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      return;
    }
  }
}
