import { type ComputedRef, computed, onScopeDispose, shallowRef, watch } from 'vue';
import { ask } from '../../api/index.js';
import { NETWORK_FACTS, type NetworkFacts } from '../../api/operations/networks.js';

const REST_MS = 150;

/** On how many hosts networks are and of which driver, asked for by name when they come into sight, once. */
export function useNetworkFacts(names: () => readonly string[]): ComputedRef<ReadonlyMap<string, NetworkFacts>> {
  const known = shallowRef<ReadonlyMap<string, NetworkFacts>>(new Map());
  const asking = new Set<string>();
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askFor = async (name: string): Promise<void> => {
    asking.add(name);
    const answer = await ask(NETWORK_FACTS, { filter: { network: { eq: name } } }, stop.signal);
    // A fact that is missing is asked for again with the next look at its row.
    if (answer.ok) known.value = new Map([...known.value, [name, answer.data]]);
    else asking.delete(name);
  };
  const askAll = (): void => {
    for (const name of names()) if (!asking.has(name)) void askFor(name).catch(unlessAborted);
  };
  const unlessAborted = (error: unknown): void => {
    if (!stop.signal.aborted) throw error;
  };
  watch(
    () => names().join('\n'),
    () => {
      clearTimeout(timer);
      timer = setTimeout(askAll, REST_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    stop.abort();
  });
  return computed(() => known.value);
}
